using System.Collections.Concurrent;
using k8s.Models;
using ScfAspire.KubernetesDouble;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Pods;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>A cluster: an API server, and something that brings its pods to life.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private ClusterUnderTest(string name, KubernetesApiServer server, Func<V1Pod, string, Task<IPodContainers>>? start)
    {
        (Name, Server) = (name, server);
        File.WriteAllText(Kubeconfig, server.Kubeconfig());
        Server.Apply("""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: apps
            """);
        Kubelet = new PodKubelet(server.Kubeconfig(), start ?? (async (pod, _) =>
        {
            var simulated = await SimulatedPod.StartAsync(pod);
            Pods[pod.Metadata.Name] = simulated;
            return simulated;
        }), tellsAddress: start is not null);
    }

    public string Name { get; }

    public KubernetesApiServer Server { get; }

    public PodKubelet Kubelet { get; }

    public ConcurrentDictionary<string, SimulatedPod> Pods { get; } = new();

    /// <summary>What the Scheduler is told of it.</summary>
    public string[] Arguments => [$"--Kubernetes:Clusters:{Name}:Kubeconfig={Kubeconfig}", $"--Kubernetes:Clusters:{Name}:Namespace=apps"];

    private string Kubeconfig => _folder.Combine("kubeconfig");

    /// <param name="name">As it is registered.</param>
    /// <param name="start">Starts the containers of a pod; simulated agents unless given.</param>
    public static async Task<ClusterUnderTest> StartAsync(string name, Func<V1Pod, string, Task<IPodContainers>>? start = null) => new(name, await KubernetesApiServer.StartAsync(), start);

    public async ValueTask DisposeAsync()
    {
        await Kubelet.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
