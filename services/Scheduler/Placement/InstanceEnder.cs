using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Placement;

/// <summary>Takes instances out of the store, revokes their leases and has their agents end them.</summary>
internal sealed partial class InstanceEnder(CapacityStore store, CapacityEvents events, AgentTable agents, AgentLinks links, SchedulerInstruments instruments, ILogger<InstanceEnder> logger)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The instance has ended by itself.</summary>
    /// <returns>False when it was not known.</returns>
    public async Task<bool> ForgetAsync(string specId, ulong instanceId, string agentId, string reason)
    {
        var (existed, leases) = await store.RemoveAsync(specId, instanceId, agentId, onlyIdle: false, byIntent: false);
        Revoke(leases, reason);
        if (existed) instruments.Ended.Add(1);
        return existed;
    }

    /// <summary>Ends an instance whoever leases it; calls that run may finish within <paramref name="grace"/>.</summary>
    public async Task EndAsync(string specId, ulong instanceId, string agentId, TimeSpan grace, string reason)
    {
        var (existed, leases) = await store.RemoveAsync(specId, instanceId, agentId, onlyIdle: false, byIntent: true);
        if (!existed) return;
        instruments.Ended.Add(1);
        Revoke(leases, reason);
        // The agent may take the whole grace period to answer; nobody waits for that.
        _ = StopAsync(agentId, instanceId, grace, reason, CancellationToken.None);
    }

    /// <summary>Ends an instance unless somebody leases it.</summary>
    /// <returns>True when it was ended.</returns>
    public async Task<bool> EndIdleAsync(string specId, ulong instanceId, string reason, CancellationToken cancellationToken)
    {
        var agentId = await store.AgentOfAsync(specId, instanceId) ?? "";
        var (existed, _) = await store.RemoveAsync(specId, instanceId, agentId, onlyIdle: true, byIntent: agentId.Length > 0);
        if (!existed) return false;
        instruments.Ended.Add(1);
        await StopAsync(agentId, instanceId, TimeSpan.Zero, reason, cancellationToken);
        return true;
    }

    /// <summary>Tells the agent. One that cannot be told is told again when it reports the instance.</summary>
    public async Task StopAsync(string agentId, ulong instanceId, TimeSpan grace, string reason, CancellationToken cancellationToken)
    {
        try
        {
            if (await agents.GetAsync(agentId) is not { } agent) return;
            await links.Of(agent).StopAsync(
                new StopInstanceRequest { InstanceId = instanceId, GraceMs = (int)grace.TotalMilliseconds, Reason = reason }, StopTimeout + grace, cancellationToken);
        }
        catch (Exception e) when (e is RpcException or RedisException or TimeoutException)
        {
            LogNotStopped(instanceId, agentId, e.Message);
        }
    }

    private void Revoke(IReadOnlyList<string> leases, string reason)
    {
        foreach (var lease in leases) events.Revoked(lease, reason);
    }
}
