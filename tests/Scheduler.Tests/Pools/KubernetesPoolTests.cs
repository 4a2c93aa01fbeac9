using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.KubernetesDouble.Faults;
using ScfAspire.Scheduler.Pools.Kubernetes;
using ScfAspire.Scheduler.Tests.Doubles;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Pods;
using ScfAspire.TestKit.Redis;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>The Scheduler against API servers over HTTP, with simulated agents in the pods.</summary>
public sealed class KubernetesPoolTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly TempFolder _folder = new();
    private readonly int _port = SchedulerProcess.FreePort();
    private ClusterUnderTest _cluster = null!;

    private string Url => $"http://127.0.0.1:{_port}";

    public async ValueTask InitializeAsync()
    {
        await redis.Server.FlushAsync();
        _cluster = await ClusterUnderTest.StartAsync("c1");
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            if (_owned[i] is IHost scheduler) await scheduler.StopAsync(CancellationToken.None);
            await _owned[i].DisposeAsync();
        }

        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_call_has_a_pod_made_which_is_named_after_its_function_and_goes_with_its_instance()
    {
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        var granted = await holder.GrantedAsync(1);

        Assert.Equal("c1", granted.Pool);
        var pod = await ClaimedAsync();
        Assert.Equal(("default", "s", "apps"), (pod.Metadata.Labels[PodLabels.Namespace], pod.Metadata.Labels[PodLabels.Function], pod.Metadata.NamespaceProperty));
        Assert.EndsWith(pod.Metadata.Name, granted.Instance.AgentId, StringComparison.Ordinal);
        var start = Assert.Single(_cluster.Pods[pod.Metadata.Name].Agent.Starts);
        Assert.NotEmpty(start.Ticket);
        Assert.Contains(_cluster.Pods[pod.Metadata.Name].Agent.Directives, directive => directive.KindCase == AgentDirective.KindOneofCase.Identity);

        holder.Send(new LeaseRequest { Release = new ReleaseLease { LeaseId = granted.LeaseId, Discard = true, Reason = "broken" } });
        await Eventually.TrueAsync(async () => (await _cluster.Kubelet.PodsAsync()).All(other => other.Metadata.Name != pod.Metadata.Name), "the pod is gone");
    }

    [Fact]
    public async Task Spare_pods_come_with_demand_and_serve_the_next_call()
    {
        await StartAsync("--Kubernetes:WarmMaximum=1");
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        await holder.GrantedAsync(1);
        var spare = await SpareAsync();

        holder.Demand("t/1/1", 1);
        Assert.EndsWith(spare.Metadata.Name, (await holder.GrantedAsync(2)).Instance.AgentId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spare_pods_end_when_nothing_was_asked_for_any_more()
    {
        await StartAsync("--Kubernetes:WarmMaximum=1", "--Kubernetes:WarmWindow=00:00:02");
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        await holder.GrantedAsync(1);
        var spare = await SpareAsync();
        await Eventually.TrueAsync(async () => (await _cluster.Kubelet.PodsAsync()).All(pod => pod.Metadata.Name != spare.Metadata.Name), "the spare pod is gone");
    }

    [Fact]
    public async Task A_quota_that_refuses_is_449_and_says_which()
    {
        _cluster.Server.Apply("""
            apiVersion: v1
            kind: ResourceQuota
            metadata:
              name: small
              namespace: apps
            spec:
              hard:
                limits.memory: 100Mi
            """);
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        var refused = await holder.RefusedAsync();
        Assert.Equal(449, refused.StatusCode);
        Assert.Contains("small", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_quota_refuses_an_idle_instance_makes_way()
    {
        _cluster.Server.Apply("""
            apiVersion: v1
            kind: ResourceQuota
            metadata:
              name: one
              namespace: apps
            spec:
              hard:
                pods: "1"
            """);
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        var first = await holder.GrantedAsync(1);
        holder.Release(first.LeaseId);
        holder.Demand("s/1/1", 0);
        holder.Demand("t/1/1", 1);
        Assert.Equal("t/1/1", (await holder.GrantedAsync(2)).SpecId);
    }

    [Theory]
    [InlineData("Unschedulable", 449, "Insufficient memory")]
    [InlineData("ErrImagePull", 444, "no such image")]
    [InlineData("CreateContainerError", 445, "no command")]
    public async Task A_pod_that_does_not_come_up_is_told_apart(string what, int statusCode, string reason)
    {
        _cluster.Kubelet.Instead = _ => what == "Unschedulable"
            ? new JsonObject { ["phase"] = "Pending", ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = what, ["message"] = reason }) }
            : new JsonObject { ["phase"] = "Pending", ["containerStatuses"] = new JsonArray(PodKubelet.Container("runtime", new JsonObject { ["waiting"] = new JsonObject { ["reason"] = what, ["message"] = reason } })) };
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        var refused = await holder.RefusedAsync();
        Assert.Equal(statusCode, refused.StatusCode);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_pod_has_no_room_no_second_one_is_made_and_when_it_gets_room_it_serves()
    {
        var full = true;
        _cluster.Kubelet.Instead = _ => full
            ? new JsonObject { ["phase"] = "Pending", ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = "full" }) }
            : null;
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        await holder.RefusedAsync();
        holder.Demand("s/1/1", 1);
        await Eventually.TrueAsync(() => holder.All.Count(response => response.Refused is not null) == 2, "a second refusal");
        Assert.Single(await _cluster.Kubelet.PodsAsync());
    }

    [Fact]
    public async Task A_pod_that_is_deleted_takes_its_lease_along_and_the_next_call_gets_another()
    {
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        var first = await holder.GrantedAsync(1);
        await _cluster.Kubelet.DeleteAsync(await ClaimedAsync());
        await Eventually.TrueAsync(() => holder.All.Any(response => response.Revoked?.LeaseId == first.LeaseId), "the lease is revoked");
        holder.Demand("s/1/1", 1);
        Assert.NotEqual(first.Instance.AgentId, (await holder.GrantedAsync(2)).Instance.AgentId);
    }

    [Fact]
    public async Task How_the_runtime_container_ended_is_passed_on_to_the_agent()
    {
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        await holder.GrantedAsync(1);
        var pod = await ClaimedAsync();
        await _cluster.Kubelet.StatusAsync(pod, PodKubelet.Running("", new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 137, ["reason"] = "OOMKilled" } }));
        await Eventually.TrueAsync(() => _cluster.Pods[pod.Metadata.Name].Agent.Directives.Any(directive => directive.RuntimeEnded is { ExitCode: 137, OutOfMemory: true }), "the agent is told");
    }

    [Fact]
    public async Task Watches_go_on_after_breaks_and_expired_versions()
    {
        await StartAsync();
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        await holder.GrantedAsync(1);
        using (_cluster.Server.Faults.Add(Fault.Status(request => request.Path.StartsWithSegments("/api/v1/pods", StringComparison.Ordinal), 503, times: 2)))
        {
            _cluster.Server.ExpireVersions();
            _cluster.Server.DropWatches();
            holder.Demand("t/1/1", 1);
            await Eventually.TrueAsync(async () =>
            {
                // While the API server is away calls are told so; those that come later are served.
                if (holder.Granted.Any(granted => granted.SpecId == "t/1/1")) return true;
                holder.Demand("t/1/1", 1);
                return await Task.FromResult(false);
            }, "a pod is made after the watch was lost");
        }

        var pod = (await _cluster.Kubelet.PodsAsync()).Single(pod => pod.Metadata.Labels.TryGetValue(PodLabels.Function, out var function) && function == "s");
        await _cluster.Kubelet.DeleteAsync(pod);
        await Eventually.TrueAsync(() => holder.All.Any(response => response.Revoked is not null), "the watch tells of the pod's end");
    }

    [Fact]
    public async Task An_API_server_that_cannot_be_reached_is_449_at_once()
    {
        await StartAsync("--Kubernetes:Clusters:gone:Kubeconfig=" + Unreachable(), "--Scheduler:DefaultPool=gone");
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        var refused = await holder.RefusedAsync();
        Assert.Equal(449, refused.StatusCode);
        Assert.Contains("gone", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clusters_serve_side_by_side()
    {
        var second = await ClusterUnderTest.StartAsync("c2");
        _owned.Add(second);
        await StartAsync(second.Arguments);
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        Assert.Equal("c1", (await holder.GrantedAsync(1)).Pool);
        holder.Send(new LeaseRequest
        {
            Demand = new Demand
            {
                SpecId = "t/1/1", Concurrency = 1, Key = new FunctionKey { Namespace = "default", Function = "t" },
                Version = new VersionRoute { SpecId = "t/1/1", Runtime = "Nodejs20.19", MemoryMb = 128, InitTimeoutMs = 1_000, TimeoutMs = 1_000, InstanceConcurrency = 1, Pools = { "c2" } },
            },
        });
        Assert.Equal("c2", (await holder.GrantedAsync(2)).Pool);
        Assert.Single(second.Pods);
    }

    [Fact]
    public async Task An_agent_that_says_to_be_elsewhere_than_its_pod_is_not_heard()
    {
        await StartAsync("--Kubernetes:PodStartLimit=00:00:03");
        _cluster.Kubelet.Instead = _ => null;
        var holder = Holder();
        holder.Demand("s/1/1", 1);
        await holder.GrantedAsync(1);
        var pod = await ClaimedAsync();
        var starts = _cluster.Pods[pod.Metadata.Name].Agent.Directives.Count;
        await _cluster.Kubelet.StatusAsync(pod, new JsonObject { ["podIP"] = "127.9.9.9" });
        // Its stream ends with every report, and it comes again: each life begins with a new key.
        await Eventually.TrueAsync(() => holder.All.Any(response => response.Revoked is not null), "its lease is revoked");
        Assert.True(starts > 0);
    }

    [Fact]
    public async Task A_burst_gets_as_many_pods_as_it_has_calls()
    {
        await StartAsync("--Kubernetes:WarmMaximum=0");
        var holder = Holder();
        holder.Demand("s/1/1", 8);
        await holder.GrantedAsync(8);
        Assert.Equal(8, (await _cluster.Kubelet.PodsAsync()).Count);
    }

    private string Unreachable()
    {
        var path = _folder.Combine("kubeconfig");
        File.WriteAllText(path, """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """);
        return path;
    }

    private async Task StartAsync(params string[] more)
    {
        string[] arguments =
        [
            .. SchedulerProcess.Arguments(redis.ConnectionString, _port), .. _cluster.Arguments, "--Scheduler:DefaultPool=c1", $"--Kubernetes:Platform:Scheduler={Url}", "--Kubernetes:RoomWait=00:00:20", .. more,
        ];
        var scheduler = SchedulerHost.Build(arguments);
        _owned.Add(scheduler);
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
    }

    private LeaseHolder Holder()
    {
        var holder = new LeaseHolder(Url);
        _owned.Add(holder);
        return holder;
    }

    private async Task<V1Pod> ClaimedAsync()
    {
        V1Pod? found = null;
        await Eventually.TrueAsync(async () => (found = (await _cluster.Kubelet.PodsAsync()).FirstOrDefault(pod => pod.Metadata.Labels[PodLabels.State] == PodLabels.Claimed)) is not null, "a pod is named after its function");
        return found!;
    }

    private async Task<V1Pod> SpareAsync()
    {
        V1Pod? found = null;
        await Eventually.TrueAsync(
            async () => (found = (await _cluster.Kubelet.PodsAsync()).FirstOrDefault(pod => pod.Metadata.Labels[PodLabels.State] == PodLabels.Warm && _cluster.Pods.ContainsKey(pod.Metadata.Name))) is not null, "a spare pod runs");
        return found!;
    }
}
