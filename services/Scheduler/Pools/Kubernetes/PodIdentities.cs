using Grpc.Core;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Looks after the identities of the agents in function pods: what they may report, and that their keys do not run out.</summary>
internal sealed class PodIdentities(InternalKey key, IOptions<KubernetesOptions> options, TimeProvider time)
{
    /// <summary>Refuses a report that is not the caller's own: of another agent, or of another pod's group.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED.</exception>
    public static void Require(ServerCallContext context, AgentReport report) =>
        PodCaller.Require(context, caller => report.AgentId == caller.AgentId && PodAgentId.Parse(report.AgentId) is { } id && report.Pool == id.Pool && report.Group == id.Group);

    /// <summary>Sends the agent of a pod a new key where the one that it has has used up a third of its time.</summary>
    public void RenewWhenDue(AgentSession session)
    {
        if (session.IsPod && time.GetUtcNow().ToUnixTimeSeconds() >= session.RenewAt) Renew(session);
    }

    /// <summary>Sends the agent of a pod a new key.</summary>
    public void Renew(AgentSession session)
    {
        if (!session.IsPod) return;
        var now = time.GetUtcNow();
        var expires = (now + options.Value.IdentityLifetime).ToUnixTimeSeconds();
        session.RenewAt = (now + (options.Value.IdentityLifetime / 3)).ToUnixTimeSeconds();
        session.Send(new AgentDirective { Identity = new RenewedIdentity { ExpiresUnixS = expires, Key = PodKeys.CallKey(key, session.AgentId, expires) } });
    }
}
