using System.Net;
using System.Net.Sockets;
using k8s;
using k8s.Models;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>The cluster that <c>KUBECONFIG</c> names, whose nodes have the images of agent and runtimes. The pods must reach this machine, and it them.</summary>
internal sealed class RealCluster : IFunctionCluster
{
    private readonly string _kubeconfig = Environment.GetEnvironmentVariable("KUBECONFIG")!;
    private readonly string _namespace = $"scf-test-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly Kubernetes _client;

    private RealCluster()
    {
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(_kubeconfig);
        _client = new Kubernetes(configuration);
        // The address by which this machine goes there is one by which it can be reached from there.
        using var probe = new Socket(SocketType.Dgram, ProtocolType.Udp);
        var server = new Uri(configuration.Host);
        probe.Connect(server.Host, server.Port);
        Host = ((IPEndPoint)probe.LocalEndPoint!).Address.MapToIPv4();
    }

    public string[] Arguments => [$"--Kubernetes:Clusters:c1:Kubeconfig={_kubeconfig}", $"--Kubernetes:Clusters:c1:Namespace={_namespace}", $"--Kubernetes:Installation={_namespace}"];

    public IPAddress Host { get; }

    public static async Task<RealCluster> StartAsync()
    {
        var cluster = new RealCluster();
        await cluster._client.CoreV1.CreateNamespaceAsync(new V1Namespace
        {
            Metadata = new V1ObjectMeta { Name = cluster._namespace, Labels = new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = "restricted" } },
        });
        // Pods are refused before their namespace has its account.
        await Eventually.TrueAsync(async () => (await cluster._client.CoreV1.ListNamespacedServiceAccountAsync(cluster._namespace)).Items.Count > 0, "the namespace has its service account");
        return cluster;
    }

    public async Task<IList<V1Pod>> PodsAsync() => (await _client.CoreV1.ListNamespacedPodAsync(_namespace)).Items;

    public Task DeleteAsync(V1Pod pod) => _client.CoreV1.DeleteNamespacedPodAsync(pod.Metadata.Name, _namespace, gracePeriodSeconds: 0);

    public void RunOutOfMemory()
    {
        // The kernel does.
    }

    public async ValueTask DisposeAsync()
    {
        await _client.CoreV1.DeleteNamespaceAsync(_namespace);
        _client.Dispose();
    }
}
