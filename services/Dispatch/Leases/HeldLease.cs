using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Leases;

/// <summary>Slots of one instance that this process may use. Mutable parts are guarded by the pool's lock.</summary>
internal sealed class HeldLease(SpecPool pool, LeaseGranted granted, long now)
{
    public SpecPool Pool { get; } = pool;

    public string Id { get; } = granted.LeaseId;

    public ulong InstanceId { get; } = granted.Instance.InstanceId;

    public string AgentId { get; } = granted.Instance.AgentId;

    public AgentAddress Address { get; } = new(granted.Instance.AgentId, granted.Instance.Link);

    public string PoolName { get; } = granted.Pool;

    public int Concurrency { get; } = Math.Max(1, granted.Concurrency);

    /// <summary>Microseconds of the start that this lease caused; 0 when the instance was there.</summary>
    public long ColdStartMicroseconds { get; } = granted.ColdStart?.TotalUs ?? 0;

    public int InUse { get; set; }

    /// <summary>Timestamp since when no call uses it.</summary>
    public long IdleSince { get; set; } = now;

    /// <summary>No new calls: revoked, discarded or given back.</summary>
    public bool Closed { get; set; }

    /// <summary>What the Scheduler is told once the last call has ended: the gravest that was seen.</summary>
    public SlotEnd End { get; set; } = SlotEnd.GiveUp;

    /// <summary>In the pool's list of leases with free slots.</summary>
    public bool Listed { get; set; }
}
