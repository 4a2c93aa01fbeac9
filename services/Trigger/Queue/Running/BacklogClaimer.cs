using Npgsql;
using ScfAspire.Trigger.Queue.Ownership;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Running;

/// <summary>Claims waiting events as they become due and as lanes have room; sleeps until a signal or the next due time.</summary>
public sealed partial class BacklogClaimer(
    EventStore store, FunctionLanes lanes, OwnerIdentity owner, Signal wake, QueueOptions options, TimeProvider time, ILogger<BacklogClaimer> logger)
{
    /// <summary>Another process claims the same events, or Postgres is away: look again then.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset? next;
            try
            {
                next = await ClaimAsync(cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                LogFailed(e.Message);
                // The claim may have happened all the same.
                owner.Doubt();
                next = time.GetUtcNow() + RetryDelay;
            }
            if (next is null) await wake.WaitAsync(cancellationToken);
            else await wake.WaitAsync(next.Value, time, cancellationToken);
        }
    }

    /// <summary>Claims once; returns when to look again, null for at a signal alone.</summary>
    private async Task<DateTimeOffset?> ClaimAsync(CancellationToken cancellationToken)
    {
        var waiting = await store.FindWaitingAsync(cancellationToken);
        var now = time.GetUtcNow();
        var due = waiting.Where(item => item.DueAt <= now).Select(item => item.Function).ToHashSet();
        lanes.SetBehind(due);
        DateTimeOffset? next = waiting.Where(item => item.DueAt > now).Select(item => (DateTimeOffset?)item.DueAt).Min();
        var wanted = due.Select(function => (Function: function, Count: Math.Min(options.SetSize, lanes.RoomFor(function)))).Where(item => item.Count > 0).ToList();
        if (wanted.Count > 0)
        {
            var claimed = await store.ClaimAsync(owner.Id, wanted, now, cancellationToken);
            foreach (var queued in claimed) lanes.Hold(queued);
            foreach (var queued in claimed) lanes.Start(queued);
            // There may be more, and the lanes are to learn when there is not.
            if (claimed.Count > 0) return now;
            next = next is null || next > now + RetryDelay ? now + RetryDelay : next;
        }
        return next;
    }

    [LoggerMessage(1, LogLevel.Warning, "Waiting events cannot be claimed, trying again: {Reason}")]
    private partial void LogFailed(string reason);
}
