using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Pools.Kubernetes;
using ScfAspire.Scheduler.WarmPools;

namespace ScfAspire.Scheduler.Agents;

/// <summary>Takes the agents' reports and hands them directives.</summary>
internal sealed partial class AgentRegistryService(AgentReports reports, AgentSessions sessions, PodIdentities identities, KubernetesPools clusters, WarmPlanner warm, IHostApplicationLifetime lifetime, ILogger<AgentRegistryService> logger)
    : AgentRegistry.AgentRegistryBase
{
    public override async Task Report(IAsyncStreamReader<AgentReport> requestStream, IServerStreamWriter<AgentDirective> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        if (!await requestStream.MoveNext(ended.Token)) return;
        var first = requestStream.Current;
        if (first.AgentId.Length == 0 || first.Epoch <= 0) throw new RpcException(new Status(StatusCode.InvalidArgument, "A report needs an agent id and an epoch."));
        PodIdentities.Require(context, first);
        var session = new AgentSession(first.AgentId, first.Pool);
        var directing = DirectAsync(session, responseStream, ended.Token);
        sessions.Add(session);
        identities.Renew(session);
        LogConnected(first.AgentId, first.Epoch, first.Pool);
        warm.Publish();
        try
        {
            do
            {
                PodIdentities.Require(context, requestStream.Current);
                if (!clusters.IsPlausible(requestStream.Current)) throw new RpcException(new Status(StatusCode.PermissionDenied, "The pod has another address."));
                await reports.TakeAsync(session, requestStream.Current, ended.Token);
            }
            while (await requestStream.MoveNext(ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            LogDisconnected(first.AgentId, e.Message);
        }
        finally
        {
            sessions.Remove(session);
            session.End();
            await ended.CancelAsync();
            await directing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DirectAsync(AgentSession session, IServerStreamWriter<AgentDirective> responses, CancellationToken cancellationToken)
    {
        await foreach (var directive in session.Directives.ReadAllAsync(cancellationToken)) await responses.WriteAsync(directive, cancellationToken);
    }
}
