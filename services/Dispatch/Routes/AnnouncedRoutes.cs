using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>Routes of functions that changed of late and that nobody has asked for, at most <paramref name="limit"/>: the oldest make way. Guarded by the store's lock.</summary>
internal sealed class AnnouncedRoutes(int limit)
{
    private readonly Dictionary<RouteKey, FunctionRoute> _routes = [];

    // What was announced again or taken stays in line until its turn comes.
    private readonly Queue<(RouteKey Key, FunctionRoute Route)> _order = new();

    public void Put(RouteKey key, FunctionRoute route)
    {
        if (_routes.TryGetValue(key, out var known) && known.Revision > route.Revision) return;
        _routes[key] = route;
        _order.Enqueue((key, route));
        if (_order.Count <= limit) return;
        var (oldest, was) = _order.Dequeue();
        if (_routes.TryGetValue(oldest, out var now) && ReferenceEquals(now, was)) _routes.Remove(oldest);
    }

    /// <summary>The route, which is in here no longer; null where there is none.</summary>
    public FunctionRoute? Take(RouteKey key) => _routes.Remove(key, out var route) ? route : null;

    /// <summary>The function was deleted with this revision.</summary>
    public void Remove(RouteKey key, long revision)
    {
        if (_routes.TryGetValue(key, out var known) && known.Revision <= revision) _routes.Remove(key);
    }

    public void Clear()
    {
        _routes.Clear();
        _order.Clear();
    }
}
