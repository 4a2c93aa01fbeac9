using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;
using ScfAspire.Scheduler.WarmPools;

namespace ScfAspire.Scheduler.Pools;

/// <summary>Sandboxes of the agents that registered for the pool. Room is known from their capacity; idle instances make way when there is none.</summary>
internal sealed partial class LocalPool(
    CapacityStore store, AgentTable agents, AgentLinks links, InstanceEnder ender, WarmPlanner warm, SchedulerInstruments instruments,
    IOptions<SchedulerOptions> options, TimeProvider time, ILogger<LocalPool> logger) : IResourcePool
{
    private const int MostEvictions = 8;

    // Instances that are making way.
    private readonly ConcurrentDictionary<ulong, byte> _leaving = new();

    public string Name => "local";

    public async ValueTask<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (agents.Has(Name)) return true;
        await agents.RefreshAsync().WaitAsync(cancellationToken);
        return agents.Has(Name);
    }

    public async Task<PoolStart> StartAsync(Demand demand, CancellationToken cancellationToken)
    {
        var (version, warmSet) = (demand.Version, WarmPlanner.SetOf(demand.Version));
        var refused = new HashSet<string>();
        for (var rounds = 0; ; rounds++)
        {
            while (agents.Choose(Name, warmSet, version.MemoryMb, refused) is { } agent)
            {
                var start = await TryAsync(agent, demand, cancellationToken);
                if (!start.IsShortage) return start;
                refused.Add(agent.Id);
            }

            // What other replicas and ended instances did to the agents' room may not be known here: look before anything has to make way.
            if (rounds > 0)
            {
                if (rounds > MostEvictions || !await EvictAsync(cancellationToken)) return PoolStart.Shortage;
                refused.Clear();
            }

            await agents.RefreshAsync().WaitAsync(cancellationToken);
        }
    }

    private async Task<PoolStart> TryAsync(AgentInfo agent, Demand demand, CancellationToken cancellationToken)
    {
        var version = demand.Version;
        var id = InstanceIds.New(time);
        var limit = TimeSpan.FromMilliseconds(version.InitTimeoutMs) + options.Value.StartGrace;
        var deadline = time.GetUtcNow() + limit;
        var entry = new InstanceEntry(demand.SpecId, version.MemoryMb, false, deadline.ToUnixTimeMilliseconds());
        if (!await store.ReserveAsync(agent.Id, id, entry, new SpecInfo(demand.Key.Namespace, demand.Key.Function, version.TimeoutMs))) return PoolStart.Shortage;
        warm.Starting(WarmPlanner.SetOf(version));
        try
        {
            var answer = await links.Of(agent.ControlUrl).StartAsync(
                new StartInstanceRequest
                {
                    InstanceId = id, SpecId = demand.SpecId, Key = demand.Key, Runtime = version.Runtime, MemoryMb = version.MemoryMb, InitTimeoutMs = version.InitTimeoutMs,
                },
                limit, cancellationToken);
            if (answer.OutcomeCase == StartInstanceResponse.OutcomeOneofCase.Started)
            {
                instruments.Started.Add(1);
                var address = new InstanceAddress { InstanceId = id, AgentId = agent.Id, Link = agent.Link };
                return new PoolStart(address, entry, answer.Started.ColdStart ?? new ColdStart(), null);
            }

            await ender.ForgetAsync(demand.SpecId, id, agent.Id, "it did not start");
            var failed = answer.Failed ?? new InstanceFailed { StatusCode = 500, Message = "The agent gave no answer." };
            if (failed.Shortage)
            {
                LogShortage(agent.Id, failed.Message);
                return PoolStart.Shortage;
            }

            instruments.Failed.Add(1, KeyValuePair.Create<string, object?>("status", failed.StatusCode));
            return new PoolStart(null, default, null, failed);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Unauthenticated or StatusCode.Unimplemented or StatusCode.Internal)
        {
            LogUnreachable(agent.Id, e.Status.Detail);
            await ender.EndAsync(demand.SpecId, id, agent.Id, TimeSpan.Zero, "its start could not be asked for");
            return PoolStart.Shortage;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            await ender.EndAsync(demand.SpecId, id, agent.Id, TimeSpan.Zero, "its start took too long");
            return new PoolStart(null, default, null, new InstanceFailed { StatusCode = 450, Message = $"The instance did not start within {limit.TotalSeconds:0} s." });
        }
        catch (RpcException e)
        {
            await ender.EndAsync(demand.SpecId, id, agent.Id, TimeSpan.Zero, "its start failed");
            return new PoolStart(null, default, null, new InstanceFailed { StatusCode = 500, Message = e.Status.Detail });
        }
    }

    // Each of many that look for room at once ends another one: the room of an instance is enough for one of them only.
    private async Task<bool> EvictAsync(CancellationToken cancellationToken)
    {
        foreach (var (specId, id) in await store.IdleAsync(TimeSpan.Zero, MostEvictions + _leaving.Count))
        {
            if (!_leaving.TryAdd(id, 0)) continue;
            try
            {
                if (!await ender.EndIdleAsync(specId, id, "its room is needed", cancellationToken)) continue;
            }
            finally
            {
                _leaving.TryRemove(id, out _);
            }

            LogEvicted(id, specId);
            return true;
        }

        return false;
    }
}
