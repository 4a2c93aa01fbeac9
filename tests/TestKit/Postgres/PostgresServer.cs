using Npgsql;
using ScfAspire.AppHost.Local.DataServers;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.TestKit.Postgres;

/// <summary>
/// A real PostgreSQL of this test process: one server, started at first use, private, durable settings on, gone with the process however that ends.
/// Each test class takes a database of its own.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> TheShared = new(StartSharedAsync);
    private static int _databases;

    private readonly TempFolder _folder;
    private PostgresInstance _instance;

    private PostgresServer(TempFolder folder, PostgresInstance instance)
    {
        _folder = folder;
        _instance = instance;
    }

    /// <summary>The server that all tests of this process share.</summary>
    public static Task<PostgresServer> SharedAsync() => TheShared.Value;

    /// <summary>A server for one test alone, e.g. one that kills it.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = new TempFolder();
        return new PostgresServer(folder, await StartInstanceAsync(folder, cancellationToken));
    }

    /// <summary>Process id of the postmaster.</summary>
    public int Pid => _instance.Pid;

    /// <summary>Connection string of <paramref name="database"/>, which need not exist.</summary>
    public string ConnectionString(string database) => PostgresInstance.ConnectionString(_instance.SocketFolder, database);

    /// <summary>Makes an empty database with a name of its own.</summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        return new PostgresDatabase(this, name);
    }

    /// <summary>Kills the server as a crash would and starts it again on the same data: what was committed must still be there.</summary>
    public async Task CrashAndRestartAsync(CancellationToken cancellationToken = default)
    {
        await _instance.KillAsync();
        _instance = await StartInstanceAsync(_folder, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _instance.DisposeAsync();
        _folder.Dispose();
    }

    internal async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Task<PostgresInstance> StartInstanceAsync(TempFolder folder, CancellationToken cancellationToken) =>
        PostgresInstance.StartAsync(
            folder.Combine("data"), folder.Combine("s"), new PostgresSettings { SharedBuffersMegabytes = 32, Throwaway = true }, _ => { }, cancellationToken);

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var server = await StartAsync(CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server._instance.KillAsync().AsTask().Wait();
            server._folder.Dispose();
        };
        return server;
    }
}
