using Grpc.Core;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Leases;

/// <summary>Serves the Dispatch processes' streams. A stream that ends leaves its leases as they are: they are renewed after a reconnect, or expire.</summary>
internal sealed partial class LeasesService(
    DispatchSessions sessions, DemandCoordinator coordinator, CapacityStore store, CapacityEvents events, InstanceEnder ender,
    IOptions<SchedulerOptions> options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<LeasesService> logger)
    : Contracts.Internal.V1.Leases.LeasesBase
{
    public override async Task Lease(IAsyncStreamReader<LeaseRequest> requestStream, IServerStreamWriter<LeaseResponse> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await context.WriteResponseHeadersAsync([]);
        if (!await requestStream.MoveNext(ended.Token)) return;
        if (requestStream.Current.KindCase != LeaseRequest.KindOneofCase.Hello || requestStream.Current.Hello.DispatchId.Length == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message of a lease stream says who speaks."));
        var session = new DispatchSession(requestStream.Current.Hello.DispatchId, ended);
        sessions.Add(session);
        LogConnected(session.DispatchId);
        var answering = AnswerAsync(session, responseStream);
        try
        {
            while (await requestStream.MoveNext(ended.Token)) await TakeAsync(session, requestStream.Current);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            LogDisconnected(session.DispatchId, e.Message);
        }
        finally
        {
            sessions.Remove(session);
            session.End();
            await ended.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task AnswerAsync(DispatchSession session, IServerStreamWriter<LeaseResponse> responses)
    {
        await foreach (var response in session.Responses.ReadAllAsync(session.Ended)) await responses.WriteAsync(response, session.Ended);
    }

    private async Task TakeAsync(DispatchSession session, LeaseRequest request)
    {
        try
        {
            switch (request.KindCase)
            {
                case LeaseRequest.KindOneofCase.Demand:
                    SpecDemand demand;
                    do demand = session.DemandOf(request.Demand);
                    while (!demand.State(request.Demand));
                    coordinator.Kick(demand);
                    break;
                case LeaseRequest.KindOneofCase.Renew:
                    await RenewAsync(session, request.Renew);
                    break;
                case LeaseRequest.KindOneofCase.Release:
                    await ReleaseAsync(session, request.Release);
                    break;
                default:
                    throw new RpcException(new Status(StatusCode.InvalidArgument, $"{request.KindCase} may not come here."));
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Renewals come again, releases are made good by expiry.
            LogStoreAway(session.DispatchId, request.KindCase, e.Message);
        }
    }

    private async Task RenewAsync(DispatchSession session, RenewLeases renew)
    {
        var expires = store.NewExpiry;
        var renewed = new LeasesRenewed { ExpiresUnixMs = expires };
        foreach (var (text, outcome) in await Task.WhenAll(renew.LeaseIds.Select(text => RenewOneAsync(session, text, expires))))
        {
            if (outcome == RenewOutcome.Renewed)
            {
                renewed.LeaseIds.Add(text);
                if (LeaseId.TryParse(text, out var lease)) session.Hold(lease);
            }
            else if (outcome == RenewOutcome.Taken || session.UnknownFor(text, time) >= options.Value.AgentTimeToLive)
            {
                session.Drop(text);
                session.Send(new LeaseResponse { Revoked = new LeaseRevoked { LeaseId = text, Reason = outcome == RenewOutcome.Taken ? "its slots are another's" : "the instance is gone" } });
            }
        }

        if (renewed.LeaseIds.Count > 0) session.Send(new LeaseResponse { Renewed = renewed });
    }

    private async Task<(string Text, RenewOutcome Outcome)> RenewOneAsync(DispatchSession session, string text, long expires) =>
        LeaseId.TryParse(text, out var lease) ? (text, await store.RenewAsync(lease, session.DispatchId, expires)) : (text, RenewOutcome.Unknown);

    private async Task ReleaseAsync(DispatchSession session, ReleaseLease release)
    {
        session.Drop(release.LeaseId);
        // The lease stays in the store until it expires: given to another at once, the slots would most likely come back to the one who cannot reach them.
        if (release.Lapse) return;
        if (!LeaseId.TryParse(release.LeaseId, out var lease)) return;
        if (!release.Discard)
        {
            if (await store.ReleaseAsync(lease)) await events.FreedAsync(lease.SpecId);
            return;
        }

        if (await store.AgentOfAsync(lease.SpecId, lease.InstanceId) is { } agentId)
            await ender.EndAsync(lease.SpecId, lease.InstanceId, agentId, TimeSpan.Zero, release.Reason);
    }
}
