namespace ScfAspire.Dispatch.Routes;

/// <summary>A Resolve on its way, and what happened meanwhile; guarded by the store's lock.</summary>
internal sealed class PendingResolve
{
    public bool Dropped { get; set; }

    public long? OvertakenBy { get; set; }
}
