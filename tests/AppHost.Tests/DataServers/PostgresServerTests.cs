using Npgsql;
using ScfAspire.TestKit.Postgres;

namespace ScfAspire.AppHost.Tests.DataServers;

public sealed class PostgresServerTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fsync")]
    [InlineData("synchronous_commit")]
    [InlineData("full_page_writes")]
    public async Task Durable_settings_are_on(string setting)
    {
        await using var source = fixture.Database.OpenDataSource();
        await using var command = source.CreateCommand($"SHOW {setting}");

        Assert.Equal("on", await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task Each_test_class_has_a_database_of_its_own()
    {
        await using var other = await fixture.Database.Server.CreateDatabaseAsync(Cancellation);
        await using var mine = fixture.Database.OpenDataSource();
        await using var create = mine.CreateCommand("CREATE TABLE mine (id int)");
        await create.ExecuteNonQueryAsync(Cancellation);

        await using var theirs = other.OpenDataSource();
        await using var look = theirs.CreateCommand("SELECT count(*) FROM pg_tables WHERE tablename = 'mine'");

        Assert.Equal(0L, await look.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task What_was_committed_survives_a_crash()
    {
        await using var server = await PostgresServer.StartAsync(Cancellation);
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        await ExecuteAsync(database, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
        var former = server.Pid;

        await server.CrashAndRestartAsync(Cancellation);

        Assert.NotEqual(former, server.Pid);
        await using var source = database.OpenDataSource();
        await using var command = source.CreateCommand("SELECT id FROM kept");
        Assert.Equal(7, await command.ExecuteScalarAsync(Cancellation));
    }

    private static async Task ExecuteAsync(PostgresDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
