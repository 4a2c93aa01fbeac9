using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults.Lifetime;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Specs;

/// <summary>Watches the catalog for superseded function versions.</summary>
internal sealed partial class SpecWatcher(SpecCatalog specs, VersionAnnouncer announcer, Catalog.CatalogClient catalog, TimeProvider time, ILogger<SpecWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly string _name = $"scheduler/{Guid.NewGuid().ToString("N")[..8]}";
    private long _revision;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync("The watch of the catalog", WatchAsync, stoppingToken), KeepAsync("The check of versions with the catalog", VerifyAsync, stoppingToken));

    /// <param name="name">What the log calls the work.</param>
    /// <param name="work">Runs until it fails; calls its first argument whenever something of it succeeded.</param>
    /// <param name="stoppingToken">Ends it.</param>
    private async Task KeepAsync(string name, Func<Action, CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        var standing = new ConnectionStanding();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(Succeeded, stoppingToken);
            }
            catch (Exception e) when (e is RpcException or RedisException or TimeoutException or IOException or InvalidOperationException or OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested) return;
                var level = standing.Failed();
                LogLost(level, name, e.Message);
            }

            await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Succeeded()
        {
            if (standing.Stands()) LogBack(name);
        }
    }

    private async Task WatchAsync(Action succeeded, CancellationToken stoppingToken)
    {
        using var call = catalog.Watch(cancellationToken: stoppingToken);
        await call.RequestStream.WriteAsync(new WatchRequest { Start = new WatchStart { Watcher = _name, ResumeRevision = _revision } }, stoppingToken);
        await foreach (var change in call.ResponseStream.ReadAllAsync(stoppingToken))
        {
            succeeded();
            // No caller waits for the end of old instances: the write may answer first.
            await call.RequestStream.WriteAsync(new WatchRequest { AcknowledgedRevision = change.Revision }, stoppingToken);
            if (change.Reset || _revision == 0) await specs.VerifyAllAsync(stoppingToken);
            announcer.Announce(change);
            await specs.ApplyAsync(change);
            _revision = change.Revision;
        }
    }

    private async Task VerifyAsync(Action succeeded, CancellationToken stoppingToken)
    {
        while (await specs.Unsure.WaitToReadAsync(stoppingToken))
        {
            while (specs.Unsure.TryPeek(out var specId))
            {
                await specs.VerifyAsync(specId, stoppingToken);
                specs.Unsure.TryRead(out _);
                succeeded();
            }
        }
    }
}
