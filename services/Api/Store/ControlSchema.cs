using System.Net.Sockets;
using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Store;

/// <summary>Brings the control schema up to date before anything is served. Waits for Postgres; several replicas take turns.</summary>
public sealed partial class ControlSchema(ControlDatabase database, IConfiguration configuration, ILogger<ControlSchema> logger, TimeProvider time) : IHostedService
{
    private const long MigrationLock = 0x5CF_0000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await UpgradeAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (IsTransient(e))
            {
                LogWaiting(e.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsTransient(Exception e) => e is NpgsqlException { IsTransient: true } or SocketException or NpgsqlException { InnerException: SocketException };

    private async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({MigrationLock}); CREATE SCHEMA IF NOT EXISTS control;";
        await command.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            // As configured: what the data source tells of its own lacks the password.
            var configured = configuration.GetConnectionString(ScfEnvironment.PostgresConnection);
            var connectionString = new NpgsqlConnectionStringBuilder(configured) { Pooling = false }.ConnectionString;
            var result = DeployChanges.To.PostgresqlDatabase(connectionString, "control")
                .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Store.Migrations.", StringComparison.Ordinal))
                .JournalToPostgresqlTable("control", "schema_version")
                .WithTransactionPerScript()
                .LogTo(new NoOpUpgradeLog())
                .Build()
                .PerformUpgrade();
            if (!result.Successful) throw new InvalidOperationException($"The control schema cannot be upgraded: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
            foreach (var script in result.Scripts) LogApplied(script.Name);
        }
        finally
        {
            command.CommandText = $"SELECT pg_advisory_unlock({MigrationLock})";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
