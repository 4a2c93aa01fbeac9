using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>What the pods of bound namespaces are like, by content address: asked for once each.</summary>
internal sealed class PlacementCatalog(Catalog.CatalogClient catalog, TimeProvider time)
{
    private const int MostKept = 1_000;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, NamespacePlacement> _known = new();

    /// <param name="ns">The SCF namespace.</param>
    /// <param name="hash">The placement that its functions state; another one is answered where it has changed since.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="Grpc.Core.RpcException">The Api cannot be reached, or the namespace is not bound (NOT_FOUND).</exception>
    public async ValueTask<NamespacePlacement> GetAsync(string ns, string hash, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(hash, out var known)) return known;
        var placement = await catalog.GetPlacementAsync(new GetPlacementRequest { Namespace = ns }, deadline: time.GetUtcNow().Add(AskTimeout).UtcDateTime, cancellationToken: cancellationToken);
        if (_known.Count >= MostKept) _known.Clear();
        return _known[placement.Hash] = placement;
    }
}
