using System.Threading.Channels;
using Npgsql;
using ScfAspire.Api.Catalog;
using ScfAspire.Api.Grpc;
using ScfAspire.Api.Packages;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Functions;

/// <summary>
/// Ends the passing states: once every Dispatch serves a revision, what it created, updated or published turns Active and what it deleted goes.
/// The step depends on the revision alone, so any replica may do it, twice does no harm, and a restart takes up what was left.
/// </summary>
public sealed partial class FunctionSettler(
    ControlDatabase database, CatalogPublication publication, CatalogChanges changes, PackageStore packages, TimeProvider time, ILogger<FunctionSettler> logger)
    : BackgroundService, IFunctionSettlement
{
    /// <summary>How often leftovers of a replica that died are looked for.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private const string Sql =
        """
        UPDATE control.package SET touched_at = @now WHERE sha256 IN (
            SELECT v.code_sha256 FROM control.function_version v WHERE v.status = 'Deleting' AND v.revision <= @revision);
        UPDATE control.function_version SET status = 'Active' WHERE status IN ('Creating', 'Updating', 'Publishing') AND revision <= @revision;
        DELETE FROM control.function WHERE deleting AND revision <= @revision;
        DELETE FROM control.function_version WHERE status = 'Deleting' AND revision <= @revision
        """;

    private readonly Channel<long> _revisions = Channel.CreateUnbounded<long>(new() { SingleReader = true });
    private readonly RevisionBarrier _settled = new();

    /// <summary>Settles a committed revision in the background.</summary>
    public void Settle(long revision) => _revisions.Writer.TryWrite(revision);

    /// <summary>Settles a committed revision and answers when it is done: after little more than a second at most.</summary>
    public async Task SettleAsync(long revision, CancellationToken cancellationToken)
    {
        Settle(revision);
        await _settled.WaitAsync(revision, cancellationToken);
    }

    Task IFunctionSettlement.SettledAsync(long revision, CancellationToken cancellationToken) => SettleAsync(revision, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.WhenAll(SettleAllAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task SettleAllAsync(CancellationToken stoppingToken)
    {
        while (await _revisions.Reader.WaitToReadAsync(stoppingToken))
        {
            var revision = 0L;
            while (_revisions.Reader.TryRead(out var next)) revision = Math.Max(revision, next);
            while (true)
            {
                try
                {
                    await publication.WaitAsync(revision, stoppingToken);
                    await database.WriteAsync(t => t.ExecuteAsync(Sql, new { revision, now = time.GetUtcNow() }, stoppingToken), stoppingToken);
                    _settled.Advance(revision);
                    break;
                }
                catch (NpgsqlException e)
                {
                    LogRetry(revision, e.Message);
                    await Task.Delay(RetryAfter, time, stoppingToken);
                }
            }
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Sweep, time);
        do
        {
            try
            {
                var left = await database.FindAsync<long>(
                    "SELECT coalesce(max(revision), 0) FROM control.function_version WHERE status IN ('Creating', 'Updating', 'Publishing', 'Deleting')", null, stoppingToken);
                if (left > 0) Settle(left);
                await packages.CollectAsync(stoppingToken);
                await changes.TrimAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogSweepFailed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
