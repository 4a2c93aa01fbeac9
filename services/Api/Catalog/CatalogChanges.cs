using ScfAspire.Api.Store;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Catalog;

/// <summary>The log of changed functions by revision. What it tells is durable: no crash of Postgres takes back what watchers know.</summary>
public sealed class CatalogChanges(ControlDatabase database)
{
    /// <summary>Revisions that a watcher may have missed and still resume.</summary>
    private const long Retained = 10_000;

    /// <summary>The latest committed revision; 0 before the first change.</summary>
    public async Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        var head = await database.FindAsync<long>("SELECT coalesce(max(revision), 0) FROM control.catalog_change", null, cancellationToken);
        await database.FlushAsync(head, cancellationToken);
        return head;
    }

    /// <summary>The lowest revision from which nothing has been forgotten.</summary>
    public Task<long> OldestResumableAsync(CancellationToken cancellationToken) =>
        database.FindAsync<long>("SELECT coalesce(min(revision), 1) - 1 FROM control.catalog_change", null, cancellationToken);

    /// <summary>Functions that changed after <paramref name="revision"/>, each once, and the latest revision.</summary>
    public Task<(long Head, IReadOnlyCollection<FunctionKey> Keys)> SinceAsync(long revision, CancellationToken cancellationToken) =>
        BetweenAsync(revision, long.MaxValue, cancellationToken);

    public async Task<(long Head, IReadOnlyCollection<FunctionKey> Keys)> BetweenAsync(long after, long upTo, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CatalogChangeRow>(
            "SELECT revision, namespace, function FROM control.catalog_change WHERE revision > @after AND revision <= @upTo ORDER BY revision",
            new { after, upTo },
            cancellationToken);
        if (rows.Count == 0) return (after, []);
        await database.FlushAsync(rows[^1].Revision, cancellationToken);
        return (rows[^1].Revision, rows.Select(r => new FunctionKey { Namespace = r.Namespace, Function = r.Function }).ToHashSet());
    }

    /// <summary>Forgets revisions that nobody needs to resume from.</summary>
    public Task TrimAsync(CancellationToken cancellationToken) => database.ExecuteAsync(
        "DELETE FROM control.catalog_change WHERE revision < (SELECT max(revision) - @Retained FROM control.catalog_change)", new { Retained }, cancellationToken);
}
