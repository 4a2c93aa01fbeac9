using Grpc.Core;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;
using ScfAspire.Scheduler.WarmPools;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Pools;

/// <summary>Starts an instance on an agent that was chosen: reserves its room, asks it, and says what became of it.</summary>
internal sealed partial class AgentStarter(
    CapacityStore store, AgentLinks links, InstanceEnder ender, InternalKey key, WarmPlanner warm, SchedulerInstruments instruments, IOptions<SchedulerOptions> options, TimeProvider time,
    ILogger<AgentStarter> logger)
{
    /// <summary>A shortage where the agent has no room after all, or cannot be reached.</summary>
    public async Task<PoolStart> StartAsync(AgentInfo agent, Demand demand, CancellationToken cancellationToken)
    {
        var version = demand.Version;
        var id = InstanceIds.New(time);
        var limit = TimeSpan.FromMilliseconds(version.InitTimeoutMs) + options.Value.StartGrace;
        var deadline = time.GetUtcNow() + limit;
        var entry = new InstanceEntry(demand.SpecId, version.MemoryMb, false, deadline.ToUnixTimeMilliseconds());
        if (!await store.ReserveAsync(agent.Id, id, entry, new SpecInfo(demand.Key.Namespace, demand.Key.Function, version.TimeoutMs))) return PoolStart.Shortage;
        // A pod's set is counted where pods are made.
        if (agent.Group.Length == 0) warm.Starting(WarmPlanner.SetOf(version));
        try
        {
            var answer = await links.Of(agent).StartAsync(
                new StartInstanceRequest
                {
                    InstanceId = id, SpecId = demand.SpecId, Key = demand.Key, Runtime = version.Runtime, MemoryMb = version.MemoryMb, InitTimeoutMs = version.InitTimeoutMs,
                    Ticket = PodKeys.IsPod(agent.Id) ? PodKeys.Ticket(key, agent.Id, demand.SpecId) : "",
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
}
