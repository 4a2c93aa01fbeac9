using System.Threading.Channels;
using Npgsql;
using ScfAspire.Trigger.Queue.Ownership;
using ScfAspire.Trigger.Queue.Running;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Admission;

/// <summary>Takes events in: while one insert waits for the disk the next ones gather, so that many enqueues share a commit.</summary>
public sealed partial class EventAdmission(
    EventStore store, FunctionLanes lanes, OwnerIdentity owner, EndedIds ended, QueueOptions options, QueueInstruments instruments,
    ILogger<EventAdmission> logger)
{
    private readonly Channel<PendingEnqueue> _waiting = Channel.CreateBounded<PendingEnqueue>(8_192);

    /// <summary>Returns once the event is committed, by this call or an earlier one with the same request id.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="NpgsqlException"/>.</exception>
    /// <exception cref="NpgsqlException">It is not known to be committed; send it again with the same request id.</exception>
    /// <exception cref="ChannelClosedException">The process is stopping.</exception>
    public async Task EnqueueAsync(QueuedEvent queued, CancellationToken cancellationToken)
    {
        if (ended.Contains(queued.RequestId)) return;
        var pending = new PendingEnqueue(queued);
        await _waiting.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.WaitAsync(cancellationToken);
    }

    /// <summary>No more events are taken; those that wait fail.</summary>
    public void Stop()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var left)) left.Failed(new ChannelClosedException("The queue is stopping."));
    }

    /// <summary>Works until <see cref="Stop"/>.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, options.Writers).Select(_ => WriteAsync()));

    private async Task WriteAsync()
    {
        var set = new List<PendingEnqueue>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            set.Clear();
            long bytes = 0;
            while (set.Count < options.SetSize && bytes < 8 * 1024 * 1024 && _waiting.Reader.TryRead(out var next))
            {
                set.Add(next);
                bytes += next.Event.Payload.Length;
            }
            if (set.Count == 0) continue;
            try
            {
                await InsertAsync(set);
            }
            catch (Exception e)
            {
                // Whatever it is: a writer that ended would leave its senders, and all that come after them, without an answer.
                LogFault(e, set.Count);
                owner.Doubt();
                foreach (var pending in set) pending.Failed(new InvalidOperationException("The event could not be taken in; the log says why.", e));
            }
        }
    }

    private async Task InsertAsync(List<PendingEnqueue> set)
    {
        // The same id twice in one set: the second reservation would be taken for the first's.
        var unique = set.DistinctBy(pending => pending.Event.RequestId).Select(pending => pending.Event);
        var events = unique.Select(queued => (Event: queued, Keep: lanes.TryReserve(queued))).ToList();
        Dictionary<Guid, bool> inserted;
        try
        {
            inserted = await store.InsertAsync(owner.Id, events, CancellationToken.None);
        }
        catch (Exception e)
        {
            foreach (var (queued, keep) in events)
                if (keep) lanes.Release(queued);
            if (e is not (NpgsqlException or TimeoutException or IOException or InvalidOperationException)) throw;
            LogFailed(set.Count, e.Message);
            // The commit may have happened all the same.
            owner.Doubt();
            foreach (var pending in set) pending.Failed(e);
            return;
        }

        instruments.CommitEvents.Record(inserted.Count);
        instruments.Accepted.Add(inserted.Count);
        foreach (var pending in set) pending.Committed();
        foreach (var (queued, keep) in events)
        {
            if (!keep) continue;
            if (inserted.TryGetValue(queued.RequestId, out var owned) && owned) lanes.Start(queued);
            else lanes.Release(queued);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Events} events could not be committed; their senders were told so: {Reason}")]
    private partial void LogFailed(int events, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Events} events could not be taken in; their senders were told so")]
    private partial void LogFault(Exception reason, int events);
}
