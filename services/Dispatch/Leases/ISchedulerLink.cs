namespace ScfAspire.Dispatch.Leases;

/// <summary>What a pool tells the Scheduler. Nothing waits: what cannot be sent now is stated again after the reconnect.</summary>
internal interface ISchedulerLink
{
    /// <summary>States the pool's <see cref="SpecPool.Stated"/>.</summary>
    void StateDemand(SpecPool pool);

    void Release(string leaseId, bool discard, string reason);
}
