using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.Pools;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Leases;

/// <summary>Meets demand: free slots of running instances first, then new instances, in the order of the version's pools.</summary>
internal sealed partial class DemandCoordinator(
    CapacityStore store, DispatchSessions sessions, PoolSet pools, SpecHealth health, SchedulerInstruments instruments,
    IOptions<SchedulerOptions> options, TimeProvider time, ILogger<DemandCoordinator> logger)
{
    private const int MostStartsAtOnce = 64;

    /// <summary>Looks at a demand again. Never waits; one worker per demand does the work, however often it is called.</summary>
    public void Kick(SpecDemand demand)
    {
        if (demand.Session.IsOpen && demand.BeginWork()) _ = WorkAsync(demand);
    }

    public void KickSpec(string specId)
    {
        foreach (var demand in sessions.DemandsOf(specId)) Kick(demand);
    }

    /// <summary>Looks at every demand again, and lets go of those that are over.</summary>
    public void KickAll()
    {
        foreach (var session in sessions.All) session.ForgetDemands();
        foreach (var demand in sessions.All.SelectMany(session => session.Demands))
        {
            if (demand.Unmet > 0) Kick(demand);
        }
    }

    private async Task WorkAsync(SpecDemand demand)
    {
        await Task.Yield();
        while (demand.NextRound())
        {
            try
            {
                await MeetAsync(demand);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Dispatch bounds the wait; the sweep tries again while Redis is away.
                LogStoreAway(demand.SpecId, e.Message);
            }
            catch (OperationCanceledException)
            {
                // The session has ended, and its demand with it.
                LogSessionEnded(demand.Session.DispatchId);
            }
        }
    }

    private async Task MeetAsync(SpecDemand demand)
    {
        while (demand.Session.IsOpen && demand.Unmet is var unmet and > 0)
        {
            if (await store.ClaimAsync(demand.SpecId, demand.Session.DispatchId, unmet) is { } claimed)
            {
                await GrantAsync(demand, claimed);
                continue;
            }

            if (health.Pausing(demand.SpecId) is { } refusal)
            {
                sessions.Refuse(refusal);
                return;
            }

            var version = demand.Demand.Version;
            await store.SaveSpecAsync(demand.SpecId, new SpecInfo(demand.Demand.Key.Namespace, demand.Demand.Key.Function, version.TimeoutMs));
            var starts = Math.Min(MostStartsAtOnce, (unmet + demand.SlotsPerInstance - 1) / demand.SlotsPerInstance);
            for (var i = 0; i < starts; i++)
            {
                demand.Starting(demand.SlotsPerInstance);
                _ = StartAsync(demand);
            }

            if (starts < MostStartsAtOnce) return;
        }
    }

    private async Task GrantAsync(SpecDemand demand, ClaimedSlots claimed)
    {
        var lease = claimed.Lease;
        if (await store.AgentAsync(claimed.AgentId) is not { } agent || !demand.Session.IsOpen)
        {
            // The sweep removes a gone agent's instances; meanwhile this one is to be left alone.
            if (!demand.Session.IsOpen) await store.ReleaseAsync(lease);
            return;
        }

        Grant(demand, lease, new InstanceAddress { InstanceId = claimed.InstanceId, AgentId = agent.Id, Link = agent.Link }, agent.Pool, null);
    }

    private void Grant(SpecDemand demand, LeaseId lease, InstanceAddress address, string pool, ColdStart? coldStart)
    {
        demand.Session.Hold(lease);
        instruments.Granted.Add(1);
        demand.Session.Send(new LeaseResponse
        {
            Granted = new LeaseGranted
            {
                LeaseId = lease.ToString(), SpecId = lease.SpecId, Instance = address, Concurrency = lease.Slots,
                ExpiresUnixMs = store.NewExpiry, Pool = pool, ColdStart = coldStart,
            },
        });
    }

    private async Task StartAsync(SpecDemand demand)
    {
        var slots = demand.SlotsPerInstance;
        try
        {
            await StartOneAsync(demand, () => demand.Starting(-Interlocked.Exchange(ref slots, 0)));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogStoreAway(demand.SpecId, e.Message);
        }
        catch (OperationCanceledException)
        {
            LogSessionEnded(demand.Session.DispatchId);
        }
        finally
        {
            demand.Starting(-slots);
        }
    }

    private async Task StartOneAsync(SpecDemand demand, Action settled)
    {
        var message = demand.Demand;
        var candidates = pools.Of(message.Version);
        await WaitForPoolsAsync(candidates, demand.Session.Ended);
        foreach (var pool in candidates)
        {
            // A start is not cut short when its caller goes: the instance serves the next one.
            var start = await pool.StartAsync(message, CancellationToken.None);
            if (start.IsShortage) continue;
            settled();
            if (start.Failure is { } failure) Refuse(demand, failure);
            else await PutToUseAsync(demand, pool, start);
            return;
        }

        settled();
        // Busy instances will be free again: those who wait for them need no refusal.
        if (demand.HasSlotsOrStarts) return;
        Refuse(demand, new InstanceFailed { StatusCode = 449, Message = "There is no room for another instance." }, countsAsFailure: false);
    }

    private async Task PutToUseAsync(SpecDemand demand, IResourcePool pool, PoolStart start)
    {
        health.Started(demand.SpecId);
        var address = start.Instance!;
        var wanted = demand.Session.IsOpen && demand.WantsMore;
        var concurrency = demand.SlotsPerInstance;
        var lease = new LeaseId(address.InstanceId, concurrency, LeaseId.NewNonce(), demand.SpecId);
        if (!await store.RegisterAsync(address.AgentId, address.InstanceId, start.Entry, concurrency, wanted ? concurrency : 0, lease.ToString(), demand.Session.DispatchId))
        {
            Kick(demand);
            return;
        }

        if (wanted) Grant(demand, lease, address, pool.Name, start.ColdStart);
        else KickSpec(demand.SpecId);
    }

    private void Refuse(SpecDemand demand, InstanceFailed failure, bool countsAsFailure = true)
    {
        var refusal = new LeaseRefused
        {
            SpecId = demand.SpecId, StatusCode = failure.StatusCode, Message = failure.Message, InitLog = failure.InitLog, ErrorJson = failure.ErrorJson,
        };
        LogRefused(demand.SpecId, failure.StatusCode, failure.Message);
        if (countsAsFailure) health.Failed(demand.SpecId, refusal);
        sessions.Refuse(refusal);
    }

    // At the start of an installation requests may be there before the first agent is.
    private async Task WaitForPoolsAsync(IReadOnlyList<IResourcePool> candidates, CancellationToken ended)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < options.Value.AgentWait)
        {
            foreach (var pool in candidates)
            {
                if (await pool.IsThereAsync(ended)) return;
            }

            if (candidates.Count == 0) return;
            await Task.Delay(options.Value.HeartbeatInterval / 8, time, ended);
        }
    }
}
