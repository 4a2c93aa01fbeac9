using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Pools.Kubernetes;

namespace ScfAspire.Scheduler.Pools;

/// <summary>The pools by name.</summary>
internal sealed class PoolSet(IEnumerable<IResourcePool> pools, KubernetesPools clusters, IOptions<SchedulerOptions> options)
{
    private readonly Dictionary<string, IResourcePool> _pools = pools.Concat(clusters.All).ToDictionary(pool => pool.Name);

    /// <summary>The pools to try for a version, in order; names that this installation lacks are left out.</summary>
    public IReadOnlyList<IResourcePool> Of(VersionRoute version)
    {
        IEnumerable<string> names = version.Pools.Count > 0 ? version.Pools : [options.Value.DefaultPool];
        return [.. names.Select(_pools.GetValueOrDefault).OfType<IResourcePool>()];
    }
}
