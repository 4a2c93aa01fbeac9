using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.Pools;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Leases;

/// <summary>Meets demand: free slots of running instances first, then new instances, in the order of the version's pools.</summary>
internal sealed partial class DemandCoordinator(
    CapacityStore store, DispatchSessions sessions, AgentTable agents, PoolSet pools, SpecHealth health, SchedulerInstruments instruments,
    IOptions<SchedulerOptions> options, TimeProvider time, ILogger<DemandCoordinator> logger)
{
    // Starts under way for one demand: each that succeeds makes way for another.
    private const int MostStartsAtOnce = 1_024;

    // Demands for which nothing can be done for now: those that room, wherever it comes about, is offered to.
    private readonly ConcurrentDictionary<SpecDemand, bool> _starved = new();

    /// <summary>Looks at a demand again. Never waits; one worker per demand does the work, however often it is called.</summary>
    public void Kick(SpecDemand demand)
    {
        if (demand.Session.IsOpen && demand.BeginWork()) _ = WorkAsync(demand);
    }

    public void KickSpec(string specId)
    {
        foreach (var demand in sessions.DemandsOf(specId))
        {
            if (demand.Unmet > 0) Kick(demand);
        }
    }

    /// <summary>Looks at every demand again for which nothing could be done.</summary>
    public void KickStarved()
    {
        foreach (var demand in _starved.Keys)
        {
            if (_starved.TryRemove(demand, out _) && demand.Unmet > 0) Kick(demand);
        }
    }

    /// <summary>Lets go of demands that are over.</summary>
    public void Forget()
    {
        foreach (var session in sessions.All) session.ForgetDemands();
    }

    private async Task WorkAsync(SpecDemand demand)
    {
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

        Remember(demand);
    }

    private async Task MeetAsync(SpecDemand demand)
    {
        while (demand.Session.IsOpen && demand.Unmet is var unmet and > 0)
        {
            var granted = 0;
            foreach (var slots in await store.ClaimAsync(demand.SpecId, unmet)) granted += await GrantAsync(demand, slots) ? 1 : 0;
            if (granted > 0) continue;
            if (!demand.Session.IsOpen) return;
            if (health.Pausing(demand.SpecId) is { } refusal)
            {
                sessions.Refuse(refusal);
                return;
            }

            // Met meanwhile.
            if (demand.Stated is not { } stated) return;
            var slotsPerInstance = SlotsOf(stated);
            var starts = Math.Min(MostStartsAtOnce - (demand.UnderWay / slotsPerInstance), (unmet + slotsPerInstance - 1) / slotsPerInstance);
            for (var i = 0; i < starts; i++)
            {
                demand.Starting(slotsPerInstance);
                _ = StartAsync(demand, stated);
            }

            return;
        }
    }

    private static int SlotsOf(Demand stated) => Math.Max(1, stated.Version.InstanceConcurrency);

    private void Remember(SpecDemand demand)
    {
        if (demand.Session.IsOpen && demand.Unmet > 0) _starved[demand] = true;
    }

    private async Task<bool> GrantAsync(SpecDemand demand, ClaimedSlots claimed)
    {
        var lease = claimed.Lease;
        if (await agents.GetAsync(claimed.AgentId) is not { } agent || !demand.Session.IsOpen)
        {
            // An agent that is not heard of now may be back, with its instance, before the sweep takes it for gone.
            await store.ReleaseAsync(lease);
            return false;
        }

        Grant(demand, lease, new InstanceAddress { InstanceId = lease.InstanceId, AgentId = agent.Id, Link = agent.Link }, agent.Pool, null);
        return true;
    }

    private void Grant(SpecDemand demand, LeaseId lease, InstanceAddress address, string pool, ColdStart? coldStart)
    {
        var text = lease.ToString();
        demand.Session.Hold(lease, text);
        instruments.Granted.Add(1);
        demand.Session.Send(new LeaseResponse
        {
            Granted = new LeaseGranted
            {
                LeaseId = text, SpecId = lease.SpecId, Instance = address, Concurrency = lease.Slots,
                ExpiresUnixMs = store.NewExpiry, Pool = pool, ColdStart = coldStart,
            },
        });
    }

    private async Task StartAsync(SpecDemand demand, Demand stated)
    {
        var slots = SlotsOf(stated);
        try
        {
            await StartOneAsync(demand, stated, () => demand.Starting(-Interlocked.Exchange(ref slots, 0)));
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
            Remember(demand);
        }
    }

    /// <param name="demand">Who asks.</param>
    /// <param name="stated">For what.</param>
    /// <param name="settled">Called when the start counts no longer as under way; its slots are granted by then, or will not be.</param>
    private async Task StartOneAsync(SpecDemand demand, Demand stated, Action settled)
    {
        var candidates = pools.Of(stated.Version);
        await WaitForPoolsAsync(candidates, demand.Session.Ended);
        InstanceFailed? lack = null;
        foreach (var pool in candidates)
        {
            // A start is not cut short when its caller goes: the instance serves the next one.
            var start = await pool.StartAsync(stated, CancellationToken.None);
            if (start.IsShortage)
            {
                lack ??= start.Lack;
                continue;
            }

            if (start.Failure is { } failure) Refuse(demand, failure);
            else await PutToUseAsync(demand, SlotsOf(stated), pool, start, settled);
            return;
        }

        settled();
        // Busy instances will be free again: those who wait for them need no refusal.
        if (demand.HasSlotsOrStarts) return;
        Refuse(demand, lack ?? new InstanceFailed { StatusCode = 449, Message = "There is no room for another instance." }, countsAsFailure: false);
    }

    private async Task PutToUseAsync(SpecDemand demand, int concurrency, IResourcePool pool, PoolStart start, Action settled)
    {
        health.Started(demand.SpecId);
        var address = start.Instance!;
        var wanted = demand.Session.IsOpen && demand.WantsMore;
        var lease = new LeaseId(address.InstanceId, concurrency, LeaseId.NewNonce(), demand.SpecId);
        if (!await store.RegisterAsync(address.AgentId, address.InstanceId, start.Entry, concurrency, wanted ? concurrency : 0, lease.Nonce))
        {
            settled();
            Kick(demand);
        }
        else if (wanted)
        {
            Grant(demand, lease, address, pool.Name, start.ColdStart);
            settled();
            if (demand.Unmet > 0) Kick(demand);
        }
        else
        {
            settled();
            KickSpec(demand.SpecId);
        }
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
