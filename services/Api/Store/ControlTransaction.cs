using Dapper;
using Npgsql;

namespace ScfAspire.Api.Store;

/// <summary>One write to the control schema.</summary>
public sealed class ControlTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>Channel on which every replica learns of a new revision, by its number, once it is durable.</summary>
    public const string ChangeChannel = "scf_catalog";

    // Any number will do, as long as nothing else in this database uses it.
    private const long RevisionLock = 0x5CF_0001;

    /// <summary>The revision that was taken, if any was. Its commit does not wait until it is durable: <see cref="CommitFlush"/> has to.</summary>
    public long? Revision { get; private set; }

    /// <summary>It was committed with its last statement.</summary>
    public bool IsCommitted { get; private set; }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(Command(sql, parameters, cancellationToken))).AsList();

    public Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters, cancellationToken));

    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, parameters, cancellationToken));

    /// <summary>
    /// Takes the next revision for a change of one function. The lock is held until the commit, so revisions become visible in their order
    /// and a reader that has seen one has seen all before it; call this late in the transaction. The commit does not wait for the disk, since all other
    /// writers wait for it: they become durable together, see <see cref="CommitFlush"/>.
    /// </summary>
    public Task<long> AnnounceAsync(string @namespace, string function, CancellationToken cancellationToken) =>
        AnnounceAsync(@namespace, function, "", null, "", cancellationToken);

    /// <summary>
    /// The same as the last step of a write: the commit goes along, so that other writers wait no longer than Postgres takes. Nothing can be done in the transaction afterwards.
    /// </summary>
    /// <param name="namespace">Namespace.</param>
    /// <param name="function">Function name.</param>
    /// <param name="writes">What is written with the revision, in the same statement: members of a WITH that read it from <c>next</c>, each with a comma behind it.</param>
    /// <param name="parameters">Of those writes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<long> AnnounceAndCommitAsync(string @namespace, string function, string writes, object? parameters, CancellationToken cancellationToken)
    {
        var revision = await AnnounceAsync(@namespace, function, writes, parameters, ";\nCOMMIT", cancellationToken);
        IsCommitted = true;
        return revision;
    }

    private async Task<long> AnnounceAsync(string @namespace, string function, string writes, object? parameters, string end, CancellationToken cancellationToken)
    {
        var all = new DynamicParameters(parameters);
        all.AddDynamicParams(new { RevisionLock, AnnouncedNamespace = @namespace, AnnouncedFunction = function });
        var revision = await connection.ExecuteScalarAsync<long>(Command(
            $"""
            SET LOCAL synchronous_commit = off;
            WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(@RevisionLock)),
                 next AS MATERIALIZED (SELECT nextval('control.revision') AS revision FROM locked),
                 {writes}
                 change AS (INSERT INTO control.catalog_change SELECT revision, @AnnouncedNamespace, @AnnouncedFunction FROM next RETURNING revision)
            SELECT revision FROM change{end}
            """,
            all,
            cancellationToken));
        Revision = revision;
        return revision;
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) => IsCommitted
        ? throw new InvalidOperationException("The write has been committed.")
        : new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
