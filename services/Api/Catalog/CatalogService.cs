using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Api.Packages;
using ScfAspire.Api.Permissions;
using ScfAspire.Api.Scf.Signatures;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Errors;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Api.Catalog;

/// <summary>The control plane's word to the other services; see catalog.proto.</summary>
public sealed class CatalogService(
    CatalogFeed feed, FunctionRoutes routes, InstanceSpecs specs, NamespacePlacements placements, PackageStore packages, SignatureVerifier signatures, IPermissionCheck permissions,
    IHostApplicationLifetime lifetime)
    : Contracts.Internal.V1.Catalog.CatalogBase
{
    public override async Task Watch(IAsyncStreamReader<WatchRequest> requestStream, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.KindCase != WatchRequest.KindOneofCase.Start)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must be `start`."));
        var watcher = await feed.SubscribeAsync(requestStream.Current.Start, context.CancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, watcher.Cut, lifetime.ApplicationStopping);
        var acknowledgements = ReadAcknowledgementsAsync(requestStream, watcher, ended.Token);
        try
        {
            await foreach (var message in watcher.ReadAllAsync(ended.Token)) await responseStream.WriteAsync(message, ended.Token);
        }
        catch (Exception) when (watcher.Cut.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Aborted, "A revision was not acknowledged in time: drop what is cached, then watch again."));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The service is stopping."));
        }
        finally
        {
            feed.Unsubscribe(watcher);
            await ended.CancelAsync();
            await acknowledgements.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async Task<ResolveResponse> Resolve(ResolveRequest request, ServerCallContext context)
    {
        // The revision is read first: the route is then at least as new as it says.
        await feed.AdvanceAsync(context.CancellationToken);
        var revision = feed.Head;
        var key = request.IgnoreCase ? await routes.SpellAsync(request.Key, context.CancellationToken) : request.Key;
        var found = await routes.ReadAsync([key], context.CancellationToken);
        if (!found.TryGetValue(key, out var route)) throw new RpcException(new Status(StatusCode.NotFound, $"Function {request.Key.Namespace}/{request.Key.Function} is not found."));
        // Newer than what was published: the asker may keep it, so it has to be durable first.
        if (route.Revision > revision) await feed.AdvanceAsync(context.CancellationToken);
        return new() { Route = route, Revision = revision };
    }

    public override async Task<InstanceSpec> GetInstanceSpec(GetInstanceSpecRequest request, ServerCallContext context)
    {
        PodCaller.Require(context, caller => caller.SpecId == request.SpecId);
        return await specs.FindAsync(request.SpecId, request.CodeBytes, context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"Spec {request.SpecId} is superseded or unknown."));
    }

    public override async Task<NamespacePlacement> GetPlacement(GetPlacementRequest request, ServerCallContext context) =>
        await placements.FindAsync(request.Namespace, context.CancellationToken)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"Namespace {request.Namespace} is bound to no cluster."));

    public override async Task DownloadPackage(DownloadPackageRequest request, IServerStreamWriter<DownloadPackageResponse> responseStream, ServerCallContext context)
    {
        if (PodCaller.Of(context) is { } caller)
        {
            // A pod has the code of its own function alone.
            var own = caller.SpecId is null ? null : await specs.FindAsync(caller.SpecId, codeBytes: 0, context.CancellationToken);
            PodCaller.Require(context, _ => own is not null && (own.CodeSha256 == request.Sha256 || own.LayerSha256.Contains(request.Sha256)));
        }

        var found = false;
        await foreach (var chunk in packages.ReadAsync(request.Sha256, context.CancellationToken))
        {
            found = true;
            await responseStream.WriteAsync(new() { Chunk = UnsafeByteOperations.UnsafeWrap(chunk) }, context.CancellationToken);
        }

        if (!found) throw new RpcException(new Status(StatusCode.NotFound, $"Package {request.Sha256} is not stored."));
    }

    public override async Task<VerifySignatureResponse> VerifySignature(VerifySignatureRequest request, ServerCallContext context)
    {
        try
        {
            var caller = await signatures.VerifyTc3Async(
                new()
                {
                    Method = request.Method,
                    Host = request.Host,
                    Path = request.Path,
                    Query = request.Query,
                    Header = name => request.Headers.TryGetValue(name.ToLowerInvariant(), out var value) ? value : null,
                    BodyHash = request.BodySha256,
                },
                context.CancellationToken);
            return await permissions.IsAllowedAsync(new(caller.SecretId, "invoke", "invocations", request.Key?.Namespace ?? ""), context.CancellationToken)
                ? new() { Allowed = true }
                : new() { ErrorCode = ScfErrorCode.UnauthorizedCam, ErrorMessage = $"{caller.SecretId} may not invoke functions of this namespace." };
        }
        catch (ScfException e)
        {
            return new() { ErrorCode = e.Code, ErrorMessage = e.Message };
        }
    }

    private async Task ReadAcknowledgementsAsync(IAsyncStreamReader<WatchRequest> requests, CatalogWatcher watcher, CancellationToken cancellationToken)
    {
        try
        {
            while (await requests.MoveNext(cancellationToken))
            {
                if (requests.Current.KindCase == WatchRequest.KindOneofCase.AcknowledgedRevision) feed.Acknowledge(watcher, requests.Current.AcknowledgedRevision);
            }
        }
        finally
        {
            // A watcher that says no more can acknowledge nothing: its stream ends.
            watcher.Complete();
        }
    }
}
