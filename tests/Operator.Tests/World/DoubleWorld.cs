using ScfAspire.KubernetesDouble;

namespace ScfAspire.Operator.Tests.World;

/// <summary>With the test double of an API server.</summary>
public sealed class DoubleWorld : OperatorWorld
{
    private KubernetesApiServer? _server;

    public KubernetesApiServer Server => _server!;

    protected override async Task<string> StartClusterAsync()
    {
        _server = await KubernetesApiServer.StartAsync();
        return _server.Kubeconfig();
    }

    protected override ValueTask StopClusterAsync() => _server!.DisposeAsync();
}
