using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Leases;

/// <summary>The pools of all function versions that this process calls.</summary>
internal sealed class LeasePools(IOptions<DispatchOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SpecPool> _pools = new();

    // The Scheduler's link needs the pools and the pools need the link; the link sets itself when it is made.
    internal ISchedulerLink? Scheduler { get; set; }

    public IEnumerable<SpecPool> All => _pools.Values;

    /// <summary>A slot of an instance of <paramref name="version"/>, waited for where need be.</summary>
    public ValueTask<LeaseResult> AcquireAsync(FunctionKey key, VersionRoute version, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (PoolOf(key, version).Acquire(cancellationToken) is { } result) return result;
        }
    }

    public SpecPool? Find(string specId) => _pools.GetValueOrDefault(specId);

    public void Sweep(bool schedulerLost)
    {
        foreach (var (specId, pool) in _pools)
        {
            if (!pool.Sweep(schedulerLost)) _pools.TryRemove(KeyValuePair.Create(specId, pool));
        }
    }

    private SpecPool PoolOf(FunctionKey key, VersionRoute version)
    {
        if (_pools.TryGetValue(version.SpecId, out var pool)) return pool;
        var scheduler = Scheduler ?? throw new InvalidOperationException("The Scheduler's link has not been made.");
        pool = new SpecPool(key, version, options.Value, time, scheduler);
        return _pools.GetOrAdd(version.SpecId, pool);
    }
}
