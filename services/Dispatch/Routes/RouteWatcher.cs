using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults.Lifetime;

namespace ScfAspire.Dispatch.Routes;

/// <summary>Keeps the store current through Catalog.Watch: applies, acknowledges, resumes after a loss.</summary>
internal sealed partial class RouteWatcher(
    RouteStore store, Catalog.CatalogClient catalog, DispatchIdentity identity, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RouteWatcher> logger)
    : BackgroundService
{
    private readonly ConnectionStanding _standing = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The Api watches itself, and listens only once it has started: an earlier attempt is refused, and so are all calls until the channel tries again.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var stopping = stoppingToken.Register(() => started.TrySetResult());
        await started.Task;
        var backoff = new Backoff(time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(backoff, stoppingToken);
                Lost("the Api ended the stream");
                store.Suspect();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                store.Drop();
                Lost(e.Status.Detail);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
            {
                store.Suspect();
                Lost(e.Message);
            }

            if (!await backoff.WaitAsync(stoppingToken)) return;
        }
    }

    private void Lost(string reason)
    {
        var level = _standing.Failed();
        LogLost(level, reason);
    }

    private async Task WatchAsync(Backoff backoff, CancellationToken stoppingToken)
    {
        using var call = catalog.Watch(cancellationToken: stoppingToken);
        await call.RequestStream.WriteAsync(new WatchRequest { Start = new WatchStart { Watcher = identity.Id, ResumeRevision = store.Revision } }, stoppingToken);
        await foreach (var change in call.ResponseStream.ReadAllAsync(stoppingToken))
        {
            store.Apply(change);
            if (_standing.Stands()) LogBack();
            backoff.Reset();
            await call.RequestStream.WriteAsync(new WatchRequest { AcknowledgedRevision = change.Revision }, stoppingToken);
        }
    }
}
