using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ScfAspire.TestKit.Pods;

/// <summary>
/// Brings the pods of an API server without nodes to life: each gets an address of this machine's loopback, its containers, and the status that a kubelet writes.
/// </summary>
public sealed class PodKubelet : IAsyncDisposable
{
    private static int s_last;

    private readonly Kubernetes _client;
    private readonly Func<V1Pod, string, Task<IPodContainers>> _start;
    private readonly bool _tellsAddress;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, Task<IPodContainers?>> _pods = new();
    private readonly Task _watching;

    /// <param name="kubeconfig">How the API server is reached.</param>
    /// <param name="start">Starts the containers of a pod at an address.</param>
    /// <param name="tellsAddress">Whether the pods' statuses say their addresses; not where what is started has others.</param>
    public PodKubelet(string kubeconfig, Func<V1Pod, string, Task<IPodContainers>> start, bool tellsAddress = true)
    {
        _tellsAddress = tellsAddress;
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig))));
        _client.HttpClient.Timeout = Timeout.InfiniteTimeSpan;
        _start = start;
        _watching = WatchAsync();
    }

    /// <summary>A status that a pod gets instead of being started; null starts it.</summary>
    public Func<V1Pod, JsonObject?> Instead { get; set; } = _ => null;

    /// <summary>Names of the pods that were started.</summary>
    public ConcurrentQueue<V1Pod> Started { get; } = new();

    /// <summary>Pods that are there now.</summary>
    public async Task<IList<V1Pod>> PodsAsync() => (await _client.CoreV1.ListPodForAllNamespacesAsync()).Items;

    /// <summary>Deletes a pod as somebody else would.</summary>
    public Task DeleteAsync(V1Pod pod) => _client.CoreV1.DeleteNamespacedPodAsync(pod.Metadata.Name, pod.Metadata.NamespaceProperty, gracePeriodSeconds: 0);

    /// <summary>Writes a part of a pod's status.</summary>
    public async Task StatusAsync(V1Pod pod, JsonObject status)
    {
        var patch = new V1Patch(new JsonObject { ["status"] = status }.ToJsonString(), V1Patch.PatchType.MergePatch);
        try
        {
            await _client.CoreV1.PatchNamespacedPodStatusAsync(patch, pod.Metadata.Name, pod.Metadata.NamespaceProperty);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // It was deleted meanwhile.
            return;
        }
    }

    /// <summary>The status of a pod whose containers run, or whose runtime container does not any more.</summary>
    public static JsonObject Running(string ip, JsonObject? runtime = null) => new()
    {
        ["phase"] = "Running",
        ["podIP"] = ip,
        ["containerStatuses"] = new JsonArray(Container("agent", new JsonObject { ["running"] = new JsonObject() }), Container("runtime", runtime ?? new JsonObject { ["running"] = new JsonObject() })),
    };

    /// <summary>The status of a container.</summary>
    public static JsonObject Container(string name, JsonObject state) =>
        new() { ["name"] = name, ["image"] = "image", ["imageID"] = "", ["ready"] = false, ["restartCount"] = 0, ["state"] = state };

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var name in _pods.Keys) await EndAsync(name, atOnce: true);
        _client.Dispose();
        _ended.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var list = await _client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: _ended.Token);
                foreach (var pod in list.Items) Take(WatchEventType.Added, pod);
                var watch = _client.CoreV1.WatchListPodForAllNamespacesAsync(resourceVersion: list.Metadata.ResourceVersion, cancellationToken: _ended.Token);
                await foreach (var (type, pod) in watch) Take(type, pod);
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException or KubernetesException or OperationCanceledException)
            {
                if (_ended.IsCancellationRequested) return;
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private void Take(WatchEventType type, V1Pod pod)
    {
        if (type is WatchEventType.Bookmark or WatchEventType.Error) return;
        if (type == WatchEventType.Deleted || pod.Metadata.DeletionTimestamp is not null) _ = LeaveAsync(pod, gone: type == WatchEventType.Deleted);
        else if (pod.Status?.Phase == "Pending" && !_pods.ContainsKey(pod.Metadata.Name)) _pods[pod.Metadata.Name] = StartAsync(pod);
    }

    private async Task<IPodContainers?> StartAsync(V1Pod pod)
    {
        if (Instead(pod) is { } status)
        {
            await StatusAsync(pod, status);
            return null;
        }

        var number = Interlocked.Increment(ref s_last);
        var ip = string.Create(CultureInfo.InvariantCulture, $"127.77.{number / 250}.{(number % 250) + 1}");
        await _client.CoreV1.CreateNamespacedPodBindingAsync(
            new V1Binding { Metadata = new V1ObjectMeta { Name = pod.Metadata.Name }, Target = new V1ObjectReference { Kind = "Node", Name = "node" } }, pod.Metadata.Name, pod.Metadata.NamespaceProperty);
        var containers = await _start(pod, ip);
        Started.Enqueue(pod);
        if (!_tellsAddress) ip = "";
        await StatusAsync(pod, Running(ip));
        _ = TellEndAsync(pod, ip, containers);
        return containers;
    }

    private async Task TellEndAsync(V1Pod pod, string ip, IPodContainers containers)
    {
        var (code, reason) = await containers.RuntimeExited;
        await StatusAsync(pod, Running(ip, new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = reason } }));
    }

    private async Task LeaveAsync(V1Pod pod, bool gone)
    {
        await EndAsync(pod.Metadata.Name, atOnce: gone);
        if (gone) return;
        try
        {
            await DeleteAsync(pod);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // Nothing held it any more.
            return;
        }
    }

    private async Task EndAsync(string name, bool atOnce)
    {
        if (!_pods.TryRemove(name, out var starting) || await starting is not { } containers) return;
        if (atOnce) containers.Kill();
        await containers.DisposeAsync();
    }
}
