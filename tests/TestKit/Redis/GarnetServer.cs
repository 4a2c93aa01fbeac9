using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace ScfAspire.TestKit.Redis;

/// <summary>Microsoft Garnet inside the test process, with Lua: the fallback where no redis-server can be had.</summary>
public sealed class GarnetServer : IRedisCompatibleServer
{
    private readonly Garnet.GarnetServer _server;

    private GarnetServer(Garnet.GarnetServer server, int port)
    {
        _server = server;
        ConnectionString = $"127.0.0.1:{port}";
    }

    /// <inheritdoc/>
    public string ConnectionString { get; }

    public static GarnetServer Start()
    {
        var port = FreePort();
        var server = new Garnet.GarnetServer(
            ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--memory", "64m", "--index", "8m", "--lua", "true"]);
        server.Start();
        return new GarnetServer(server, port);
    }

    /// <inheritdoc/>
    public async Task FlushAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        foreach (var server in connection.GetServers()) await server.FlushAllDatabasesAsync();
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
