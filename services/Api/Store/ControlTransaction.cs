using Dapper;
using Npgsql;

namespace ScfAspire.Api.Store;

/// <summary>One write to the control schema.</summary>
public sealed class ControlTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>Channel on which every replica learns of a new revision.</summary>
    public const string ChangeChannel = "scf_catalog";

    // Any number will do, as long as nothing else in this database uses it.
    private const long RevisionLock = 0x5CF_0001;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(Command(sql, parameters, cancellationToken))).AsList();

    public Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters, cancellationToken));

    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, parameters, cancellationToken));

    /// <summary>
    /// Takes the next revision for a change of one function. The lock is held until the commit, so revisions become visible in their order
    /// and a reader that has seen one has seen all before it; call this late in the transaction.
    /// </summary>
    public async Task<long> AnnounceAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        await ExecuteAsync("SELECT pg_advisory_xact_lock(@RevisionLock)", new { RevisionLock }, cancellationToken);
        return await connection.ExecuteScalarAsync<long>(Command(
            """
            WITH next AS (SELECT nextval('control.revision') AS revision),
                 change AS (INSERT INTO control.catalog_change SELECT revision, @Namespace, @Function FROM next RETURNING revision)
            SELECT revision FROM change, pg_notify(@Channel, '')
            """,
            new { Namespace = @namespace, Function = function, Channel = ChangeChannel },
            cancellationToken));
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
