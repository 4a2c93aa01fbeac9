using Npgsql;
using ScfAspire.Trigger.Queue.Running;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Ownership;

/// <summary>Renews this owner's lease, frees the events of dead owners, and settles doubts about what is owned.</summary>
public sealed partial class OwnerKeeper(
    OwnerStore owners, EventStore store, FunctionLanes lanes, OwnerIdentity owner, Signal wake, QueueOptions options, QueueInstruments instruments,
    TimeProvider time, ILogger<OwnerKeeper> logger)
{
    private DateTimeOffset _nextPurge;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await BeatAsync(cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                LogFailed(e.Message);
            }
            await Task.Delay(options.Heartbeat, time, cancellationToken);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await owners.RenewAsync(owner.Id, now + options.Lease, cancellationToken))
        {
            LogDeclaredDead();
            await owners.ReenterAsync(owner.Id, now + options.Lease, cancellationToken);
            owner.Doubt();
        }
        var freed = await owners.TakeOverAsync(owner.Id, now, cancellationToken);
        if (freed > 0)
        {
            LogTakenOver(freed);
            instruments.Redelivered.Add(freed);
            wake.Set();
        }
        if (owner.TakeDoubt()) await ReconcileAsync(cancellationToken);
        if (now >= _nextPurge)
        {
            await store.PurgeDeadAsync(now - options.DeadRetention, cancellationToken);
            _nextPurge = now + TimeSpan.FromHours(1);
        }
    }

    /// <summary>Gives back what the table says is owned and is not held; drops what is held, not started and no longer owned.</summary>
    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            var waiting = lanes.WaitingIds();
            var owned = await store.OwnedAsync(owner.Id, cancellationToken);
            waiting.ExceptWith(owned);
            lanes.Drop(waiting);
            await store.ReleaseAsync(owner.Id, [.. owned.Where(id => !lanes.IsHeld(id))], cancellationToken);
            wake.Set();
        }
        catch
        {
            owner.Doubt();
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The lease cannot be renewed, trying again: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(2, LogLevel.Warning, "Others took this queue process for dead; it enters again")]
    private partial void LogDeclaredDead();

    [LoggerMessage(3, LogLevel.Information, "{Events} events of a queue process that died are delivered again")]
    private partial void LogTakenOver(int events);
}
