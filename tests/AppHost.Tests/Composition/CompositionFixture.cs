using System.Net;
using System.Net.Sockets;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.AppHost.Tests.Composition;

/// <summary>Reads the composition once, with a data folder and public ports of its own.</summary>
public sealed class CompositionFixture : IAsyncLifetime
{
    private readonly TempFolder _data = new();

    public int HttpPort { get; } = FreePort();

    public int GrpcPort { get; } = FreePort();

    public int GatewayPort { get; } = FreePort();

    public IReadOnlyDictionary<string, ComposedResource> Resources { get; private set; } = new Dictionary<string, ComposedResource>();

    public async ValueTask InitializeAsync() => Resources = await ComposedModel.ReadAsync(Arguments(_data.FullName), TestContext.Current.CancellationToken);

    /// <summary>Arguments for a platform in the folder <paramref name="data"/> with this fixture's ports.</summary>
    public string[] Arguments(string data) =>
        [$"--SCF_DATA_DIR={data}", $"--SCF_HTTP_PORT={HttpPort}", $"--SCF_GRPC_PORT={GrpcPort}", $"--SCF_GATEWAY_PORT={GatewayPort}"];

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
