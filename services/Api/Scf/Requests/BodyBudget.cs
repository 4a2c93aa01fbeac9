using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>A number of bytes that several requests share: who finds too few left waits in line for a while.</summary>
/// <param name="bytes">The whole of it.</param>
/// <param name="patience">How long a request waits before it is refused.</param>
/// <param name="time">Clock of the wait.</param>
public sealed class BodyBudget(long bytes, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Size, TaskCompletionSource Granted)> _line = new();
    private readonly long _whole = bytes;
    private long _free = bytes;

    /// <summary>Bytes that nobody has.</summary>
    public long Free
    {
        get
        {
            lock (_gate) return _free;
        }
    }

    /// <summary>Requests that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _line.Count;
        }
    }

    /// <summary>Takes a share until the answer is disposed of; in the order of asking.</summary>
    /// <param name="size">Bytes; more than the whole counts as the whole.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ScfException">The wait took too long.</exception>
    public async ValueTask<IDisposable> ReserveAsync(long size, CancellationToken cancellationToken)
    {
        size = Math.Min(size, _whole);
        LinkedListNode<(long Size, TaskCompletionSource Granted)> place;
        lock (_gate)
        {
            place = _line.AddLast((size, new(TaskCreationOptions.RunContinuationsAsynchronously)));
            Grant();
        }

        try
        {
            await place.Value.Granted.Task.WaitAsync(patience, time, cancellationToken);
            return new Share(this, size);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Leave(place);
            if (e is OperationCanceledException) throw;
            throw new ScfException(ScfErrorCode.RequestLimitExceeded, "Too many large requests are under way; try again.", e);
        }
    }

    private void Leave(LinkedListNode<(long Size, TaskCompletionSource Granted)> place)
    {
        lock (_gate)
        {
            // Granted and given up at the same time: the share goes to the next.
            if (place.List is null) _free += place.Value.Size;
            else _line.Remove(place);
            Grant();
        }
    }

    private void Return(long size)
    {
        lock (_gate)
        {
            _free += size;
            Grant();
        }
    }

    private void Grant()
    {
        while (_line.First is { } first && first.Value.Size <= _free)
        {
            _free -= first.Value.Size;
            _line.RemoveFirst();
            first.Value.Granted.SetResult();
        }
    }

    private sealed class Share(BodyBudget budget, long size) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0) budget.Return(size);
        }
    }
}
