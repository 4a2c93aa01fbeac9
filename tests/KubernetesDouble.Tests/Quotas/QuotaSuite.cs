using System.Net;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Tests.Clusters;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.KubernetesDouble.Tests.Quotas;

/// <summary>Quotas and limits of namespaces.</summary>
public abstract class QuotaSuite(ITestCluster cluster) : ClusterSuite(cluster)
{
    [Fact]
    public async Task What_exceeds_a_quota_is_refused_with_the_amounts()
    {
        await QuotaAsync(("limits.memory", "200Mi"), ("pods", "10"));
        await CreatePodAsync("one", "128Mi");

        var status = await RefusedAsync(HttpStatusCode.Forbidden, () => CreatePodAsync("two", "128Mi"));

        Assert.Equal("Forbidden", status.Reason);
        Assert.Equal("pods \"two\" is forbidden: exceeded quota: quota, requested: limits.memory=128Mi, used: limits.memory=128Mi, limited: limits.memory=200Mi", status.Message);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedResourceQuotaAsync("quota", Space, cancellationToken: Stop)).Status.Used["limits.memory"].ToString() == "128Mi", "the use in the quota's status");
    }

    [Fact]
    public async Task What_is_deleted_counts_no_more()
    {
        await QuotaAsync(("pods", "1"));
        await CreatePodAsync("one", "64Mi");
        await RefusedAsync(HttpStatusCode.Forbidden, () => CreatePodAsync("two", "64Mi"));

        await Client.CoreV1.DeleteNamespacedPodAsync("one", Space, gracePeriodSeconds: 0, cancellationToken: Stop);

        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedResourceQuotaAsync("quota", Space, cancellationToken: Stop)).Status.Used["pods"].ToString() == "0", "the use in the quota's status");
        await CreatePodAsync("two", "64Mi");
    }

    [Fact]
    public async Task A_quota_of_memory_wants_to_know_the_memory()
    {
        await QuotaAsync(("limits.memory", "1Gi"));

        var status = await RefusedAsync(HttpStatusCode.Forbidden, () => CreatePodAsync("one", null));

        Assert.Equal("pods \"one\" is forbidden: failed quota: quota: must specify limits.memory for: main", status.Message);
    }

    [Fact]
    public async Task A_limit_range_fills_in_limits()
    {
        await Client.CoreV1.CreateNamespacedLimitRangeAsync(
            new()
            {
                Metadata = new() { Name = "range" },
                Spec = new() { Limits = [new() { Type = "Container", DefaultProperty = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi") } }] },
            },
            Space,
            cancellationToken: Stop);

        var pod = await CreatePodAsync("one", null);

        Assert.Equal("64Mi", pod.Spec.Containers[0].Resources.Limits["memory"].ToString());
        Assert.Equal("64Mi", pod.Spec.Containers[0].Resources.Requests["memory"].ToString());
    }

    [Fact]
    public async Task A_pod_that_names_what_is_not_there_is_refused()
    {
        var status = await RefusedAsync(HttpStatusCode.Forbidden, () => CreatePodAsync("one", null, pod => pod.Spec.PriorityClassName = "nothing"));

        Assert.Equal("pods \"one\" is forbidden: no PriorityClass with name nothing was found", status.Message);
    }

    private async Task QuotaAsync(params (string Key, string Amount)[] hard)
    {
        await Client.CoreV1.CreateNamespacedResourceQuotaAsync(
            new() { Metadata = new() { Name = "quota" }, Spec = new() { Hard = hard.ToDictionary(each => each.Key, each => new ResourceQuantity(each.Amount)) } }, Space, cancellationToken: Stop);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedResourceQuotaAsync("quota", Space, cancellationToken: Stop)).Status?.Hard?.Count == hard.Length, "the quota in force");
    }

    // Nothing of it runs: no node has the label.
    private Task<V1Pod> CreatePodAsync(string name, string? memory, Action<V1Pod>? change = null)
    {
        var pod = new V1Pod
        {
            Metadata = new() { Name = name },
            Spec = new()
            {
                NodeSelector = new Dictionary<string, string> { ["suite.example.com/nowhere"] = "true" },
                Containers = [new() { Name = "main", Image = "example.com/none", Resources = memory is null ? null : new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory) } } }],
            },
        };
        change?.Invoke(pod);
        return Client.CoreV1.CreateNamespacedPodAsync(pod, Space, cancellationToken: Stop);
    }
}
