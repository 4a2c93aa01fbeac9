using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Pools;

/// <summary>The pools by name.</summary>
internal sealed class PoolSet(IEnumerable<IResourcePool> pools, IOptions<SchedulerOptions> options)
{
    private readonly Dictionary<string, IResourcePool> _pools = pools.ToDictionary(pool => pool.Name);

    /// <summary>The pools to try for a version, in order; names that this installation lacks are left out.</summary>
    public IReadOnlyList<IResourcePool> Of(VersionRoute version)
    {
        IEnumerable<string> names = version.Pools.Count > 0 ? version.Pools : [options.Value.DefaultPool];
        return [.. names.Select(_pools.GetValueOrDefault).OfType<IResourcePool>()];
    }
}
