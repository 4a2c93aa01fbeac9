namespace ScfAspire.Dispatch.Leases;

/// <summary>What a pool tells the Scheduler. Nothing waits: what cannot be sent now is stated again after the reconnect.</summary>
internal interface ISchedulerLink
{
    /// <summary>States the pool's <see cref="SpecPool.Stated"/>.</summary>
    void StateDemand(SpecPool pool);

    /// <summary>Gives a lease back; <see cref="SlotEnd.Keep"/> and <see cref="SlotEnd.GiveUp"/> are the same here.</summary>
    void Release(string leaseId, SlotEnd end, string reason);
}
