using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Dapper;
using ScfAspire.Api.Store;
using ScfAspire.Core.Packages;

namespace ScfAspire.Api.Packages;

/// <summary>Code packages in Postgres, in chunks of 1 MiB, one per content however many functions use it.</summary>
public sealed class PackageStore(ControlDatabase database, TimeProvider time)
{
    /// <summary>Bytes of every chunk of a package but its last.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>A package that nobody uses any more stays this long for instances that are just starting from it.</summary>
    private static readonly TimeSpan KeepUnused = TimeSpan.FromMinutes(10);

    /// <summary>Stores an inspected zip as part of a write; the row stays locked, so collection cannot take it before the commit.</summary>
    public async Task<StoredPackage> PutAsync(ControlTransaction transaction, ReadOnlyMemory<byte> zip, PackageSummary summary, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(zip.Span));
        // Shared: any number of functions may begin to use the same package at once.
        if (await transaction.FindAsync<string>("SELECT sha256 FROM control.package WHERE sha256 = @sha256 FOR KEY SHARE", new { sha256 }, cancellationToken) is not null)
            return new(sha256, zip.Length);
        var isNew = await transaction.FindAsync<bool>(
            """
            INSERT INTO control.package (sha256, size, unpacked_size, touched_at) VALUES (@sha256, @size, @unpacked, @now)
            ON CONFLICT (sha256) DO UPDATE SET touched_at = EXCLUDED.touched_at
            RETURNING xmax = 0
            """,
            new { sha256, size = (long)zip.Length, unpacked = summary.UnpackedBytes, now = time.GetUtcNow() },
            cancellationToken);
        for (var ordinal = 0; isNew && ordinal * (long)ChunkBytes < zip.Length; ordinal++)
        {
            var start = ordinal * ChunkBytes;
            var data = zip.Slice(start, Math.Min(ChunkBytes, zip.Length - start)).ToArray();
            await transaction.ExecuteAsync(
                "INSERT INTO control.package_chunk (sha256, ordinal, data) VALUES (@sha256, @ordinal, @data)", new { sha256, ordinal, data }, cancellationToken);
        }

        return new(sha256, zip.Length);
    }

    /// <summary>The package's bytes, chunk by chunk; nothing when there is no such package.</summary>
    public async IAsyncEnumerable<byte[]> ReadAsync(string sha256, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await foreach (var data in connection.QueryUnbufferedAsync<byte[]>("SELECT data FROM control.package_chunk WHERE sha256 = @sha256 ORDER BY ordinal", new { sha256 })
            .WithCancellation(cancellationToken))
            yield return data;
    }

    /// <summary>Deletes packages that no function version has used for ten minutes.</summary>
    public Task<int> CollectAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            const string Unused = "touched_at < @before AND NOT EXISTS (SELECT FROM control.function_version v WHERE v.code_sha256 = p.sha256)";
            var before = time.GetUtcNow() - KeepUnused;
            // Two statements: the second sees what was committed while the first waited for its locks.
            var candidates = await transaction.QueryAsync<string>($"SELECT sha256 FROM control.package p WHERE {Unused} FOR UPDATE SKIP LOCKED", new { before }, cancellationToken);
            return candidates.Count == 0
                ? 0
                : await transaction.ExecuteAsync($"DELETE FROM control.package p WHERE sha256 = ANY(@candidates) AND {Unused}", new { candidates = candidates.ToArray(), before }, cancellationToken);
        },
        cancellationToken);
}
