using ScfAspire.Transport.Loops;

namespace ScfAspire.Dispatch.Leases;

/// <summary>
/// A request without a slot, in its pool's queue. It is settled under the pool's lock and goes on outside of it: after the work at hand where an event loop has settled
/// it, so that what it sends leaves with the same flush, and else on the thread pool.
/// </summary>
internal sealed class LeaseWaiter(SpecPool pool, long since) : TaskCompletionSource<LeaseResult>, IThreadPoolWorkItem
{
    private static readonly Action<object?> OnLoop = static state => ((LeaseWaiter)state!).Execute();

    private LeaseResult _result;
    private CancellationToken _cancelled;

    public SpecPool Pool { get; } = pool;

    /// <summary>Timestamp at which it came.</summary>
    public long Since { get; } = since;

    public LinkedListNode<LeaseWaiter>? Node { get; set; }

    /// <summary>Once, by whoever took it out of the queue.</summary>
    public void Settle(LeaseResult result)
    {
        _result = result;
        GoOn();
    }

    /// <summary>As <see cref="Settle"/>: the request's caller is gone.</summary>
    public void Cancel(CancellationToken token)
    {
        _cancelled = token;
        GoOn();
    }

    public void Execute()
    {
        if (_cancelled.IsCancellationRequested) TrySetCanceled(_cancelled);
        else TrySetResult(_result);
    }

    private void GoOn()
    {
        if (EventLoop.Current is { } loop) loop.Post(OnLoop, this);
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
