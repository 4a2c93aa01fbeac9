using ScfAspire.AppHost.Local.DataServers;
using ScfAspire.TestKit.Folders;
using StackExchange.Redis;

namespace ScfAspire.TestKit.Redis;

/// <summary>A real redis-server, or Garnet, of this test process, on a Unix socket, gone with the process however that ends.</summary>
public sealed class RedisServer : IRedisCompatibleServer
{
    private static readonly Lazy<Task<RedisServer>> TheShared = new(StartSharedAsync);

    private readonly RedisSoftware _software;
    private readonly TempFolder _folder;
    private RedisInstance _instance;

    private RedisServer(RedisSoftware software, TempFolder folder, RedisInstance instance)
    {
        _software = software;
        _folder = folder;
        _instance = instance;
    }

    /// <summary>The server that tests of this process may share; flush it first. Test classes that use it belong in one collection.</summary>
    public static Task<RedisServer> SharedAsync() => TheShared.Value;

    /// <summary>A server for one test class alone.</summary>
    public static Task<RedisServer> StartAsync(CancellationToken cancellationToken) => StartAsync(RedisSoftware.RedisServer, cancellationToken);

    /// <summary>Garnet in its place, for one test class alone.</summary>
    public static Task<RedisServer> StartGarnetAsync(CancellationToken cancellationToken) => StartAsync(RedisSoftware.Garnet, cancellationToken);

    public int Pid => _instance.Pid;

    /// <inheritdoc/>
    public string ConnectionString => RedisInstance.ConnectionString(_instance.Socket);

    /// <inheritdoc/>
    public async Task FlushAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        foreach (var server in connection.GetServers()) await server.FlushAllDatabasesAsync();
    }

    /// <inheritdoc/>
    public async Task CrashAndRestartAsync(CancellationToken cancellationToken = default)
    {
        await _instance.KillAsync();
        _instance = await RedisInstance.StartAsync(_software, _folder.FullName, _ => { }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _instance.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<RedisServer> StartAsync(RedisSoftware software, CancellationToken cancellationToken)
    {
        var folder = new TempFolder();
        return new RedisServer(software, folder, await RedisInstance.StartAsync(software, folder.FullName, _ => { }, cancellationToken));
    }

    private static async Task<RedisServer> StartSharedAsync()
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
