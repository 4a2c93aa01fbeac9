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
    private const int MostTogether = 256;

    public override async Task Lease(IAsyncStreamReader<LeaseRequests> requestStream, IServerStreamWriter<LeaseResponses> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await context.WriteResponseHeadersAsync([]);
        if (!await requestStream.MoveNext(ended.Token)) return;
        if (requestStream.Current.Requests is not [{ KindCase: LeaseRequest.KindOneofCase.Hello, Hello: { DispatchId.Length: > 0 } hello }, ..])
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message of a lease stream says who speaks."));
        var session = new DispatchSession(hello.DispatchId, ended);
        sessions.Add(session);
        LogConnected(session.DispatchId);
        var answering = AnswerAsync(session, responseStream);
        try
        {
            await TakeAsync(session, requestStream.Current.Requests.Skip(1));
            while (await requestStream.MoveNext(ended.Token)) await TakeAsync(session, requestStream.Current.Requests);
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

    private static async Task AnswerAsync(DispatchSession session, IServerStreamWriter<LeaseResponses> responses)
    {
        while (await session.Responses.WaitToReadAsync(session.Ended))
        {
            var together = new LeaseResponses();
            while (together.Responses.Count < MostTogether && session.Responses.TryRead(out var response))
            {
                together.Responses.Add(response);
                // Renewals and refusals may be large.
                if (response.KindCase is LeaseResponse.KindOneofCase.Renewed or LeaseResponse.KindOneofCase.Refused) break;
            }

            await responses.WriteAsync(together, session.Ended);
        }
    }

    // What was said together is done together, as if it had been done in its order: what is owed and had is counted at once, given back before any demand is looked
    // at, and so may serve it.
    private async Task TakeAsync(DispatchSession session, IEnumerable<LeaseRequest> requests)
    {
        HashSet<SpecDemand> stated = [];
        List<Task> given = [];
        foreach (var request in requests)
        {
            switch (request.KindCase)
            {
                case LeaseRequest.KindOneofCase.Demand:
                    stated.Add(session.State(request.Demand));
                    break;
                case LeaseRequest.KindOneofCase.Release:
                    session.Drop(request.Release.LeaseId);
                    given.Add(GuardAsync(session, request.KindCase, ReleaseAsync(request.Release)));
                    break;
                case LeaseRequest.KindOneofCase.Renew:
                    await SettleAsync(stated, given);
                    await GuardAsync(session, request.KindCase, RenewAsync(session, request.Renew));
                    break;
                default:
                    throw new RpcException(new Status(StatusCode.InvalidArgument, $"{request.KindCase} may not come here."));
            }
        }

        await SettleAsync(stated, given);
    }

    private async Task SettleAsync(HashSet<SpecDemand> stated, List<Task> given)
    {
        await Task.WhenAll(given);
        foreach (var demand in stated) coordinator.Kick(demand);
        stated.Clear();
        given.Clear();
    }

    private async Task GuardAsync(DispatchSession session, LeaseRequest.KindOneofCase kind, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Renewals come again, releases are made good by expiry.
            LogStoreAway(session.DispatchId, kind, e.Message);
        }
    }

    private async Task RenewAsync(DispatchSession session, RenewLeases renew)
    {
        var expires = store.NewExpiry;
        var renewed = new LeasesRenewed { ExpiresUnixMs = expires };
        List<LeaseId> leases = new(renew.LeaseIds.Count);
        List<string> texts = new(renew.LeaseIds.Count);
        foreach (var text in renew.LeaseIds)
        {
            if (LeaseId.TryParse(text, out var lease))
            {
                leases.Add(lease);
                texts.Add(text);
            }
            else
            {
                Lose(session, text, "it is no lease");
            }
        }

        var outcomes = await store.RenewAsync(leases, expires);
        for (var i = 0; i < leases.Count; i++)
        {
            switch (outcomes[i])
            {
                case RenewOutcome.Renewed:
                    renewed.LeaseIds.Add(texts[i]);
                    session.Hold(leases[i], texts[i]);
                    break;
                case RenewOutcome.Taken:
                    Lose(session, texts[i], "its slots are another's");
                    break;
                default:
                    if (session.UnknownFor(texts[i], time) >= options.Value.AgentTimeToLive) Lose(session, texts[i], "the instance is gone");
                    break;
            }
        }

        if (renewed.LeaseIds.Count > 0) session.Send(new LeaseResponse { Renewed = renewed });
    }

    private static void Lose(DispatchSession session, string leaseId, string reason)
    {
        session.Drop(leaseId);
        session.Send(new LeaseResponse { Revoked = new LeaseRevoked { LeaseId = leaseId, Reason = reason } });
    }

    private async Task ReleaseAsync(ReleaseLease release)
    {
        // The lease stays in the store until it expires: given to another at once, the slots would most likely come back to the one who cannot reach them.
        if (release.Lapse) return;
        if (!LeaseId.TryParse(release.LeaseId, out var lease)) return;
        if (!release.Discard)
        {
            if (await store.ReleaseAsync(lease)) events.Freed(lease.SpecId);
            return;
        }

        if (await store.AgentOfAsync(lease.SpecId, lease.InstanceId) is { } agentId)
            await ender.EndAsync(lease.SpecId, lease.InstanceId, agentId, TimeSpan.Zero, release.Reason);
    }
}
