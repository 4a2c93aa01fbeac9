using System.Collections.Concurrent;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>
/// How functions are spelled whose names were asked for with letters of another case. What is remembered of a function is checked against its route each
/// time; that there is none holds until the catalog changes.
/// </summary>
internal sealed class RouteSpellings(RouteStore store, Catalog.CatalogClient catalog, TimeProvider time)
{
    private const int Max = 10_000;
    private static readonly TimeSpan ResolveTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<RouteKey, Spelling> _known = new();

    /// <summary>A spelling that is remembered; null when the Api has to be asked. <see cref="Spelling.Key"/> is null where there is no such function.</summary>
    public Spelling? Recall(RouteKey asked) =>
        _known.TryGetValue(Fold(asked), out var spelling) && (spelling.Key is not null || (store.IsCurrent && spelling.Revision == store.Revision)) ? spelling : null;

    /// <summary>Asks the Api.</summary>
    /// <exception cref="RpcException">It does not answer.</exception>
    public async Task<RouteKey?> AskAsync(RouteKey asked, CancellationToken cancellationToken)
    {
        var revision = store.Revision;
        RouteKey? found = null;
        try
        {
            var request = new ResolveRequest { Key = asked.ToMessage(), IgnoreCase = true };
            var response = await catalog.ResolveAsync(request, deadline: time.GetUtcNow().Add(ResolveTimeout).UtcDateTime, cancellationToken: cancellationToken);
            found = RouteKey.Of(response.Route.Key);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // Remembered below.
        }

        if (_known.Count >= Max) _known.Clear();
        _known[Fold(asked)] = new(found, revision);
        return found;
    }

    private static RouteKey Fold(RouteKey key) => new(key.Namespace.ToLowerInvariant(), key.Function.ToLowerInvariant());

    /// <summary>A name as it is, or that there is none at a revision of the catalog.</summary>
    internal sealed record Spelling(RouteKey? Key, long Revision);
}
