using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Pools;

/// <summary>A kind of place where instances run. All kinds look the same to demand and leases.</summary>
internal interface IResourcePool
{
    /// <summary>Name that function versions list.</summary>
    string Name { get; }

    /// <summary>Whether any instance could be started at all; false while e.g. no agent has registered.</summary>
    ValueTask<bool> IsThereAsync(CancellationToken cancellationToken);

    /// <summary>Starts an instance and waits until its handler is loaded. A pool that lacks room says so at once.</summary>
    Task<PoolStart> StartAsync(Demand demand, CancellationToken cancellationToken);
}
