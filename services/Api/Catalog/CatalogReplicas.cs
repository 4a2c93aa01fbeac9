using System.Collections.Concurrent;
using System.Globalization;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Catalog;

/// <summary>
/// The other live processes of this service. Each says, over a notification, up to which revision all of its own watchers serve; a write waits
/// for all of them. A process that is gone is forgotten after fifteen seconds without a heartbeat.
/// </summary>
public sealed partial class CatalogReplicas(ControlDatabase database, CatalogFeed feed, TimeProvider time, ILogger<CatalogReplicas> logger) : BackgroundService
{
    /// <summary>Channel of acknowledgements: <c>replica:revision</c>.</summary>
    public const string AcknowledgementChannel = "scf_catalog_served";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(15);

    // A replica cuts its laggards off after one second; its word then needs a moment to get here.
    private static readonly TimeSpan WaitMax = CatalogFeed.AcknowledgementWait + TimeSpan.FromMilliseconds(250);

    private readonly Guid _id = Guid.NewGuid();
    private readonly ConcurrentDictionary<Guid, RevisionBarrier> _others = new();

    /// <summary>Completes when the watchers of every other live process serve the revision, or after the longest time they may take.</summary>
    public async Task WaitAsync(long revision, CancellationToken cancellationToken)
    {
        if (_others.IsEmpty) return;
        using var limit = new CancellationTokenSource(WaitMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await Task.WhenAll(_others.Values.Select(other => other.WaitAsync(revision, both.Token))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Takes in another process's word; our own is ignored.</summary>
    public void Receive(string payload)
    {
        var colon = payload.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Guid.TryParse(payload.AsSpan(0, colon), out var replica) || replica == _id) return;
        if (long.TryParse(payload.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var revision))
            _others.GetOrAdd(replica, _ => new()).Advance(revision);
    }

    /// <summary>Says that our watchers serve up to the present revision, if anybody is there to hear it.</summary>
    public async Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        if (!_others.IsEmpty) await NotifyAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await database.ExecuteAsync("DELETE FROM control.replica WHERE id = @_id", new { _id }, cancellationToken);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or OperationCanceledException)
        {
            LogHeartbeatFailed(e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Heartbeat, time);
        do
        {
            try
            {
                await BeatAsync(stoppingToken);
            }
            catch (Npgsql.NpgsqlException e)
            {
                LogHeartbeatFailed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var live = await database.QueryAsync<Guid>(
            """
            INSERT INTO control.replica (id, heartbeat_at) VALUES (@_id, @now) ON CONFLICT (id) DO UPDATE SET heartbeat_at = EXCLUDED.heartbeat_at;
            DELETE FROM control.replica WHERE heartbeat_at < @gone;
            SELECT id FROM control.replica WHERE id <> @_id
            """,
            new { _id, now, gone = now - GoneAfter },
            cancellationToken);
        foreach (var other in live) _others.GetOrAdd(other, _ => new());
        foreach (var other in _others.Keys.Except(live)) _others.TryRemove(other, out _);
        if (live.Count > 0) await NotifyAsync(cancellationToken);
        // A replica that died between its commit and its word to the others has told nobody.
        await feed.AdvanceAsync(cancellationToken);
    }

    private Task<int> NotifyAsync(CancellationToken cancellationToken) => database.ExecuteAsync(
        "SELECT pg_notify(@AcknowledgementChannel, @payload)",
        new { AcknowledgementChannel, payload = string.Create(CultureInfo.InvariantCulture, $"{_id}:{feed.Served.Reached}") },
        cancellationToken);
}
