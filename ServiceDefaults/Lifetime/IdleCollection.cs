using Microsoft.Extensions.Hosting;

namespace ScfAspire.ServiceDefaults.Lifetime;

/// <summary>
/// Gives an idle process's memory back to the machine. The collector by itself looks for garbage only when more is allocated, which an idle process
/// does not do: it would hold what its busiest moment took.
/// </summary>
internal sealed class IdleCollection(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var heap = new IdleHeap();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (heap.ShouldCollect(GC.GetTotalAllocatedBytes())) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
