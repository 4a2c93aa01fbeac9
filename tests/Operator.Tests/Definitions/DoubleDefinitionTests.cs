using k8s;
using ScfAspire.KubernetesDouble;

namespace ScfAspire.Operator.Tests.Definitions;

public sealed class DoubleDefinitionTests : DefinitionSuite
{
    private KubernetesApiServer? _server;
    private Kubernetes? _client;

    protected override Kubernetes Client => _client!;

    public override async ValueTask InitializeAsync()
    {
        _server = await KubernetesApiServer.StartAsync();
        _client = new(new KubernetesClientConfiguration { Host = _server.Url, AccessToken = _server.AdminToken });
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}
