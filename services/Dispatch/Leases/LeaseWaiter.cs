namespace ScfAspire.Dispatch.Leases;

/// <summary>A request without a slot, in its pool's queue.</summary>
internal sealed class LeaseWaiter(SpecPool pool, long since) : TaskCompletionSource<LeaseResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public SpecPool Pool { get; } = pool;

    public long Since { get; } = since;

    public LinkedListNode<LeaseWaiter>? Node { get; set; }
}
