using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Leases;

/// <summary>The Dispatch processes that are connected to this replica.</summary>
internal sealed class DispatchSessions(SchedulerInstruments instruments)
{
    private readonly ConcurrentDictionary<DispatchSession, bool> _sessions = new();

    public IEnumerable<DispatchSession> All => _sessions.Keys;

    public void Add(DispatchSession session) => _sessions[session] = true;

    public void Remove(DispatchSession session) => _sessions.TryRemove(session, out _);

    public IEnumerable<SpecDemand> DemandsOf(string specId) => All.Select(session => session.FindDemand(specId)).OfType<SpecDemand>();

    /// <summary>Tells the holder, if it is connected here.</summary>
    public void Revoke(string leaseId, string reason)
    {
        foreach (var session in All)
        {
            if (!session.Drop(leaseId)) continue;
            instruments.Revoked.Add(1);
            session.Send(new LeaseResponse { Revoked = new LeaseRevoked { LeaseId = leaseId, Reason = reason } });
            return;
        }
    }

    /// <summary>Refuses every demand of the spec that waits.</summary>
    public void Refuse(LeaseRefused refusal)
    {
        foreach (var demand in DemandsOf(refusal.SpecId))
        {
            if (!demand.WantsMore) continue;
            demand.Withdraw();
            instruments.Refused.Add(1, KeyValuePair.Create<string, object?>("status", refusal.StatusCode));
            demand.Session.Send(new LeaseResponse { Refused = refusal });
        }
    }
}
