using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Specs;

/// <summary>Watches the catalog for superseded function versions.</summary>
internal sealed partial class SpecWatcher(SpecCatalog specs, Catalog.CatalogClient catalog, TimeProvider time, ILogger<SpecWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly string _name = $"scheduler/{Guid.NewGuid().ToString("N")[..8]}";
    private long _revision;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync(WatchAsync, stoppingToken), KeepAsync(VerifyAsync, stoppingToken));

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception e) when (e is RpcException or RedisException or TimeoutException or IOException or InvalidOperationException or OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested) return;
                LogLost(e.Message);
            }

            await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var call = catalog.Watch(cancellationToken: stoppingToken);
        await call.RequestStream.WriteAsync(new WatchRequest { Start = new WatchStart { Watcher = _name, ResumeRevision = _revision } }, stoppingToken);
        await foreach (var change in call.ResponseStream.ReadAllAsync(stoppingToken))
        {
            // No caller waits for the end of old instances: the write may answer first.
            await call.RequestStream.WriteAsync(new WatchRequest { AcknowledgedRevision = change.Revision }, stoppingToken);
            if (change.Reset || _revision == 0) await specs.VerifyAllAsync(stoppingToken);
            await specs.ApplyAsync(change);
            _revision = change.Revision;
        }
    }

    private async Task VerifyAsync(CancellationToken stoppingToken)
    {
        while (await specs.Unsure.WaitToReadAsync(stoppingToken))
        {
            while (specs.Unsure.TryPeek(out var specId))
            {
                await specs.VerifyAsync(specId, stoppingToken);
                specs.Unsure.TryRead(out _);
            }
        }
    }
}
