using Npgsql;

namespace ScfAspire.TestKit.Postgres;

/// <summary>An empty database of one test class's own; dropped on dispose.</summary>
public sealed class PostgresDatabase(PostgresServer server, string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public PostgresServer Server { get; } = server;

    public string ConnectionString => Server.ConnectionString(Name);

    /// <summary>A data source of the caller's own.</summary>
    public NpgsqlDataSource OpenDataSource() => NpgsqlDataSource.Create(ConnectionString);

    public async ValueTask DisposeAsync() => await Server.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);
}
