using System.Collections.Concurrent;
using System.Net;
using k8s.Models;
using ScfAspire.TestKit.Pods;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>The API server double, whose pods are processes of this machine.</summary>
internal sealed class ProcessCluster : IFunctionCluster
{
    private readonly ConcurrentQueue<AgentContainers> _pods = new();
    private ClusterUnderTest _cluster = null!;

    public string[] Arguments => _cluster.Arguments;

    public IPAddress Host => IPAddress.Loopback;

    public static async Task<ProcessCluster> StartAsync()
    {
        var cluster = new ProcessCluster();
        cluster._cluster = await ClusterUnderTest.StartAsync("c1", (pod, ip) =>
        {
            var containers = AgentContainers.Start(pod, ip);
            cluster._pods.Enqueue(containers);
            return Task.FromResult<IPodContainers>(containers);
        });
        return cluster;
    }

    public Task<IList<V1Pod>> PodsAsync() => _cluster.Kubelet.PodsAsync();

    public Task DeleteAsync(V1Pod pod) => _cluster.Kubelet.DeleteAsync(pod);

    public void RunOutOfMemory() => _pods.Last().RunOutOfMemory();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
