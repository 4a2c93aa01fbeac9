using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Capacity;

/// <summary>What the operator sees: agents, their instances and generic processes.</summary>
internal sealed class CapacityService(CapacityStore store) : Contracts.Internal.V1.Capacity.CapacityBase
{
    public override async Task<GetCapacityResponse> GetCapacity(GetCapacityRequest request, ServerCallContext context)
    {
        try
        {
            var response = new GetCapacityResponse();
            foreach (var agent in await store.AgentsAsync()) response.Agents.Add(await ReportAsync(agent));
            return response;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"Redis is away: {e.Message}"));
        }
    }

    private async Task<AgentReport> ReportAsync(AgentInfo agent)
    {
        var report = new AgentReport
        {
            AgentId = agent.Id, Epoch = agent.Epoch, Pool = agent.Pool, ControlUrl = agent.ControlUrl, Link = agent.Link, Isolation = agent.Isolation,
            MemoryCapacityMb = agent.MemoryMb, InstanceCapacity = agent.InstanceCapacity, Complete = true,
        };
        foreach (var (id, entry) in await store.InstancesOfAgentAsync(agent.Id))
        {
            report.Instances.Add(new InstanceState
            {
                InstanceId = id, SpecId = entry.SpecId, MemoryMb = entry.MemoryMb, Phase = entry.Ready ? InstancePhase.Ready : InstancePhase.Starting,
            });
        }

        report.Warm.Add(agent.Warm.Select(warm => new WarmState { Runtime = warm.Key, Ready = warm.Value }));
        return report;
    }
}
