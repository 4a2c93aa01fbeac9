using Dapper;
using Npgsql;

namespace ScfAspire.Api.Store;

/// <summary>The control schema: reads on pooled connections, writes in one transaction each.</summary>
public sealed class ControlDatabase(NpgsqlDataSource source)
{
    private const int WriteAttempts = 4;

    static ControlDatabase() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private readonly CommitFlush _flush = new(source);

    public NpgsqlDataSource Source => source;

    /// <summary>Completes when a revision that can be read is durable: what others are told of must not be undone by a crash of Postgres.</summary>
    public Task FlushAsync(long revision, CancellationToken cancellationToken) =>
        revision <= _flush.Durable ? Task.CompletedTask : _flush.WaitAsync(0, cancellationToken);

    /// <summary>Another replica has told of a revision that it has made durable.</summary>
    public void LearnDurable(long revision) => _flush.Learn(revision);

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

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction: committed when it returns, rolled back when it throws; anew when Postgres ended it as one side of a deadlock.
    /// Durable when this returns.
    /// </summary>
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
        var control = new ControlTransaction(connection, transaction);
        var result = await work(control);
        if (!control.IsCommitted) await transaction.CommitAsync(cancellationToken);
        // It is committed: a caller who goes away now changes nothing of that.
        if (control.Revision is { } revision) await _flush.WaitAsync(revision, CancellationToken.None);
        return result;
    }
}
