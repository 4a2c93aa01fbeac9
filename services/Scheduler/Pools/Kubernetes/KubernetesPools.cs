using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>The pools of the configured clusters.</summary>
internal sealed class KubernetesPools : IDisposable
{
    private const int LongestInstallation = 40, LongestName = 63;

    private readonly Dictionary<string, ClusterRuntime> _clusters = [];

    /// <exception cref="ConfigurationException">A cluster's settings cannot be used.</exception>
    public KubernetesPools(
        IOptions<KubernetesOptions> options, PlacementCatalog placements, CapacityStore store, AgentTable agents, AgentStarter starter, IdleEviction eviction, InternalKey key, PodEnds ends,
        TimeProvider time, ILoggerFactory loggers)
    {
        var settings = options.Value;
        if (settings.Clusters.Count > 0 && !IsName(settings.Installation, LongestInstallation)) throw new ConfigurationException($"Kubernetes:Installation={settings.Installation} is not lower-case letters, digits and dashes.");
        foreach (var (name, cluster) in settings.Clusters)
        {
            if (name == "local" || !IsName(name, LongestName)) throw new ConfigurationException($"Kubernetes:Clusters:{name}: a cluster's name is lower-case letters, digits and dashes, and not \"local\".");
            var api = new ClusterApi(ClusterConfigurations.Of(name, cluster), cluster, time);
            var watch = new PodWatch(name, api, PodLabels.Selector(settings.Installation, name), time, loggers.CreateLogger<PodWatch>());
            var orders = new PodOrders(name, settings, cluster, api, watch, key, time);
            var pool = new KubernetesPool(name, settings, cluster, watch, orders, placements, store, agents, starter, eviction, new PodWaiters(), time, loggers.CreateLogger<KubernetesPool>());
            var spares = new WarmPods(pool, settings, watch, orders, placements, agents, time, loggers.CreateLogger<WarmPods>());
            spares.Open();
            _clusters[name] = new ClusterRuntime(api, pool, spares);
        }

        ends.AgentEnded += End;
    }

    public IEnumerable<KubernetesPool> All => _clusters.Values.Select(cluster => cluster.Pool);

    public IEnumerable<WarmPods> Spares => _clusters.Values.Select(cluster => cluster.Spares);

    /// <summary>An agent of this group is ready for an instance.</summary>
    public void Arrived(string pool, string group)
    {
        if (_clusters.TryGetValue(pool, out var cluster)) cluster.Pool.Arrived(group);
    }

    /// <summary>Whether the pod that an agent says to be in has the address that it reports; true while the cluster has not told it.</summary>
    public bool IsPlausible(AgentReport report) =>
        PodAgentId.Parse(report.AgentId) is not { } id || !_clusters.TryGetValue(id.Pool, out var cluster) || cluster.Pool.IsPlausible(id.Name, report);

    public void Dispose()
    {
        foreach (var cluster in _clusters.Values) cluster.Api.Dispose();
    }

    private void End(string agentId)
    {
        if (PodAgentId.Parse(agentId) is { } id && _clusters.TryGetValue(id.Pool, out var cluster)) cluster.Pool.End(id.Name);
    }

    private static bool IsName(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';

    private sealed record ClusterRuntime(ClusterApi Api, KubernetesPool Pool, WarmPods Spares);
}
