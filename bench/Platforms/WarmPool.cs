namespace ScfAspire.Bench.Platforms;

/// <summary>The agent's generic warm processes, as its metrics show them.</summary>
internal static class WarmPool
{
    /// <summary>What the Scheduler keeps ready at least.</summary>
    private const int Minimum = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task<int> ReadyAsync(BenchPlatform platform, Metrics metrics, string runtime, CancellationToken cancellationToken) =>
        (int)await metrics.SumAsync(platform.MetricsOf("agent"), "scf_agent_warm_processes_ready", $"runtime=\"{runtime.ToLowerInvariant()}\"", cancellationToken);

    /// <summary>Waits until the pool has refilled itself, and returns how many are ready.</summary>
    public static async Task<int> FullAsync(BenchPlatform platform, Metrics metrics, string runtime, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var before = 0;
        while (TimeProvider.System.GetElapsedTime(start) < Longest)
        {
            var ready = await ReadyAsync(platform, metrics, runtime, cancellationToken);
            if (ready >= Minimum && ready == before) return ready;
            before = ready;
            await Task.Delay(400, cancellationToken);
        }

        throw new BenchException($"No warm processes of {runtime} after {Longest.TotalSeconds:0} s.");
    }

    /// <summary>Instances that were started without a warm process so far.</summary>
    public static async Task<int> MissedAsync(BenchPlatform platform, Metrics metrics, CancellationToken cancellationToken) =>
        (int)await metrics.SumAsync(platform.MetricsOf("agent"), "scf_agent_cold_starts_total", "warm_process=\"false\"", cancellationToken);
}
