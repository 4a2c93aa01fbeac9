using Dapper;
using Npgsql;

namespace ScfAspire.Api.Store;

/// <summary>The control schema: reads on pooled connections, writes in one transaction each.</summary>
public sealed class ControlDatabase(NpgsqlDataSource source)
{
    private const int WriteAttempts = 4;

    static ControlDatabase() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public NpgsqlDataSource Source => source;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    public async Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    public async Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Runs <paramref name="work"/> in a transaction: committed when it returns, rolled back when it throws; anew when Postgres ended it as one side of a deadlock.</summary>
    public async Task<T> WriteAsync<T>(Func<ControlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(work, cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < WriteAttempts)
            {
                // All of it was rolled back, so that the other side could go on: two functions that exchange their packages, say.
            }
        }
    }

    private async Task<T> WriteOnceAsync<T>(Func<ControlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new ControlTransaction(connection, transaction));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
