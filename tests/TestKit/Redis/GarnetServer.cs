using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace ScfAspire.TestKit.Redis;

/// <summary>
/// Microsoft Garnet inside the test process: the fallback where no redis-server can be had. Its Lua runs as transactions that lock the declared keys;
/// without that mode, Garnet lets the steps of two scripts mix.
/// </summary>
public sealed class GarnetServer : IRedisCompatibleServer
{
    private readonly int _port;
    private Garnet.GarnetServer _server;

    private GarnetServer(int port)
    {
        _port = port;
        _server = StartOn(port);
        ConnectionString = $"127.0.0.1:{port}";
    }

    /// <inheritdoc/>
    public string ConnectionString { get; }

    public static GarnetServer Start() => new(FreePort());

    /// <inheritdoc/>
    public async Task FlushAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        foreach (var server in connection.GetServers()) await server.FlushAllDatabasesAsync();
    }

    /// <inheritdoc/>
    public Task CrashAndRestartAsync(CancellationToken cancellationToken = default)
    {
        _server.Dispose();
        _server = StartOn(_port);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Garnet.GarnetServer StartOn(int port)
    {
        var server = new Garnet.GarnetServer(
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--memory", "64m", "--index", "8m", "--lua", "true", "--lua-transaction-mode", "true", "-q", "true",
        ]);
        server.Start();
        return server;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
