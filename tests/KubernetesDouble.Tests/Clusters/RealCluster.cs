using k8s;

namespace ScfAspire.KubernetesDouble.Tests.Clusters;

/// <summary>The cluster that <c>KUBECONFIG</c> names.</summary>
public sealed class RealCluster : ITestCluster, IAsyncLifetime
{
    private KubernetesClientConfiguration? _configuration;

    public Kubernetes Client { get; private set; } = null!;

    public Kubernetes ClientOf(string token) => new(new KubernetesClientConfiguration
    {
        Host = _configuration!.Host,
        SslCaCerts = _configuration.SslCaCerts,
        SkipTlsVerify = _configuration.SkipTlsVerify,
        AccessToken = token,
    });

    public ValueTask InitializeAsync()
    {
        _configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(Environment.GetEnvironmentVariable("KUBECONFIG"));
        Client = new(_configuration);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }
}
