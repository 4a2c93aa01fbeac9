using Aspire.Hosting.ApplicationModel;
using Npgsql;
using ScfAspire.AppHost.Local.DataServers;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>The private PostgreSQL server; ready when its databases are there.</summary>
internal sealed class SupervisedPostgres(PostgresServerResource resource, RunContext context) : Supervised(resource.Name, context)
{
    protected override TimeSpan Grace => TimeSpan.FromSeconds(1.5);

    protected override async Task<IRunningProcess> StartAsync(CancellationToken stop) =>
        await PostgresInstance.StartAsync(resource.DataFolder, resource.SocketFolder, new PostgresSettings(), OnLine, stop);

    protected override async Task WaitUntilReadyAsync(CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(PostgresInstance.ConnectionString(resource.SocketFolder, "postgres") + ";Pooling=false");
        await connection.OpenAsync(stop);
        foreach (var database in resource.Databases)
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database.DatabaseName } } };
            if (await find.ExecuteScalarAsync(stop) is not null) continue;
            var quoted = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{quoted}\"", connection);
            await create.ExecuteNonQueryAsync(stop);
        }
    }
}
