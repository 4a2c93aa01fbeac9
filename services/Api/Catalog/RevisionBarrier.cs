namespace ScfAspire.Api.Catalog;

/// <summary>A mark that only rises, and those who wait for it.</summary>
public sealed class RevisionBarrier
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiters = new();
    private long _reached;

    public long Reached => Interlocked.Read(ref _reached);

    /// <summary>Completes when the mark is at <paramref name="revision"/> or above.</summary>
    public Task WaitAsync(long revision, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_reached >= revision) return Task.CompletedTask;
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Enqueue(waiter, revision);
            return waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Raises the mark; a lower value changes nothing.</summary>
    /// <returns>The mark rose.</returns>
    public bool Advance(long revision)
    {
        lock (_lock)
        {
            if (revision <= _reached) return false;
            Interlocked.Exchange(ref _reached, revision);
            while (_waiters.TryPeek(out _, out var awaited) && awaited <= revision) _waiters.Dequeue().TrySetResult();
            return true;
        }
    }
}
