using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace ScfAspire.Trigger.Schema;

/// <summary>Brings schema <c>events</c> up to date. Any number of replicas may do so at once: they take turns.</summary>
public sealed class SchemaMigration(NpgsqlDataSource dataSource, string connectionString)
{
    /// <summary>Key of the advisory lock under which one replica at a time migrates.</summary>
    public const long LockKey = 0x5343_465F_4556_4E54;

    /// <exception cref="InvalidOperationException">A script failed.</exception>
    /// <exception cref="NpgsqlException">Postgres cannot be reached.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var turn = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({LockKey})", connection, transaction))
            await turn.ExecuteNonQueryAsync(cancellationToken);
        await using (var schema = dataSource.CreateCommand("CREATE SCHEMA IF NOT EXISTS events"))
            await schema.ExecuteNonQueryAsync(cancellationToken);
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SchemaMigration).Assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .JournalToPostgresqlTable("events", "schema_versions")
            .WithTransactionPerScript()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} of schema events failed: {result.Error.Message}", result.Error);
    }
}
