using k8s;

namespace ScfAspire.KubernetesDouble.Tests.Clusters;

/// <summary>The double.</summary>
public sealed class DoubleCluster : ITestCluster, IAsyncLifetime
{
    private KubernetesApiServer? _server;

    public KubernetesApiServer Server => _server!;

    public Kubernetes Client { get; private set; } = null!;

    public Kubernetes ClientOf(string token) => new(new KubernetesClientConfiguration { Host = Server.Url, AccessToken = token });

    public async ValueTask InitializeAsync()
    {
        _server = await KubernetesApiServer.StartAsync();
        Client = ClientOf(Server.AdminToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
