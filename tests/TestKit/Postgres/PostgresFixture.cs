using Xunit;

namespace ScfAspire.TestKit.Postgres;

/// <summary>Class fixture: a database of this test class's own on the shared server.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresDatabase? _database;

    public PostgresDatabase Database => _database ?? throw new InvalidOperationException("The fixture is not initialized.");

    public string ConnectionString => Database.ConnectionString;

    public async ValueTask InitializeAsync() => _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }
}
