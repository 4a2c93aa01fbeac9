using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>
/// The cached routes and how far they can be trusted. Readers take no lock. Changes of the Watch and answers of Resolve
/// may arrive in any order: the higher revision of a route wins, and an answer that a change overtook is not kept.
/// Only functions that were asked for are in it, at most <paramref name="limit"/>, and the few that changed last, since what was just made is about to be
/// called: those that merely exist cost nothing.
/// </summary>
/// <param name="limit">Most routes that were asked for.</param>
/// <param name="announcedLimit">Most routes that were not, yet.</param>
internal sealed class RouteStore(int limit, int announcedLimit)
{
    private const int MaxAbsent = 10_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<RouteKey, CachedRoute> _routes = new();
    private readonly ConcurrentDictionary<RouteKey, bool> _absent = new();
    private readonly Dictionary<RouteKey, PendingResolve> _pending = [];
    private readonly AnnouncedRoutes _announced = new(announcedLimit);
    private int _count;
    private volatile bool _current;

    /// <summary>The Watch is connected and has caught up: the cache needs no second look.</summary>
    public bool IsCurrent => _current;

    /// <summary>Highest revision applied; 0 before the first.</summary>
    public long Revision { get; private set; }

    public bool TryGet(RouteKey key, out FunctionRoute? route)
    {
        if (!_routes.TryGetValue(key, out var cached)) return TryTakeAnnounced(key, out route);

        // Read first: most looks find it set, and write nothing that another processor has to hear of.
        if (!cached.Asked) cached.Asked = true;
        route = cached.Route;
        return true;
    }

    public bool IsKnownAbsent(RouteKey key) => _current && _absent.ContainsKey(key);

    /// <summary>Applies one message of the Watch; the store is current afterwards.</summary>
    public void Apply(WatchResponse change)
    {
        lock (_gate)
        {
            // Without a resume point nothing is known of the time before the first message.
            if (change.Reset || Revision == 0) Clear();
            foreach (var route in change.Changed)
            {
                var key = RouteKey.Of(route.Key);
                Overtake(key, route.Revision);
                if (!_routes.TryGetValue(key, out var known)) _announced.Put(key, route);
                else if (known.Route.Revision <= route.Revision) _routes[key] = new(route) { Asked = known.Asked };
                _absent.TryRemove(key, out _);
            }

            foreach (var deleted in change.Deleted)
            {
                var key = RouteKey.Of(deleted);
                Overtake(key, change.Revision);
                if (_routes.TryGetValue(key, out var known) && known.Route.Revision <= change.Revision) Remove(key);
                _announced.Remove(key, change.Revision);
            }

            Revision = Math.Max(Revision, change.Revision);
            _current = true;
        }
    }

    /// <summary>The Watch is gone: routes stay, as something to fall back on.</summary>
    public void Suspect()
    {
        lock (_gate)
        {
            _current = false;
            _absent.Clear();
        }
    }

    /// <summary>The control plane went on without this watcher: what is cached may not be served, not even as a fallback.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _current = false;
            Clear();
        }
    }

    /// <summary>Must be called before Resolve is sent, so that a change in between is noticed.</summary>
    public PendingResolve Begin(RouteKey key)
    {
        lock (_gate) return _pending[key] = new PendingResolve();
    }

    /// <summary>Keeps the answer of a Resolve unless a change overtook it.</summary>
    /// <returns>False when the answer is older than what is known by now: ask again.</returns>
    public bool Complete(RouteKey key, PendingResolve pending, FunctionRoute? route)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(key, out var latest) && ReferenceEquals(latest, pending)) _pending.Remove(key);
            if (pending.Dropped || (pending.OvertakenBy is { } revision && (route is null || route.Revision < revision))) return false;
            if (route is not null)
            {
                Keep(key, route);
                return true;
            }

            Remove(key);
            _announced.Take(key);
            if (_absent.Count >= MaxAbsent) _absent.Clear();
            if (_current) _absent[key] = true;
            return true;
        }
    }

    public void Abandon(RouteKey key, PendingResolve pending)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(key, out var latest) && ReferenceEquals(latest, pending)) _pending.Remove(key);
        }
    }

    private bool TryTakeAnnounced(RouteKey key, out FunctionRoute? route)
    {
        lock (_gate)
        {
            route = _announced.Take(key);
            if (route is not null) Keep(key, route);
            // Another caller may have taken it just now.
            else if (_routes.TryGetValue(key, out var cached)) route = cached.Route;
            return route is not null;
        }
    }

    private void Keep(RouteKey key, FunctionRoute route)
    {
        _announced.Take(key);
        if (_routes.TryGetValue(key, out var known))
        {
            if (known.Route.Revision <= route.Revision || known.Route.FunctionId != route.FunctionId) _routes[key] = new(route) { Asked = known.Asked };
            return;
        }

        if (_count >= limit) MakeRoom();
        _routes[key] = new(route);
        _count++;
    }

    private void Remove(RouteKey key)
    {
        if (_routes.TryRemove(key, out _)) _count--;
    }

    // A tenth at once, so that the walk is rare. What was asked for again since the last walk gets a second chance.
    private void MakeRoom()
    {
        var room = Math.Max(1, limit / 10);
        while (_count > limit - room)
        {
            foreach (var (key, cached) in _routes)
            {
                if (_count <= limit - room) break;
                if (cached.Asked) cached.Asked = false;
                else Remove(key);
            }
        }
    }

    private void Clear()
    {
        _routes.Clear();
        _announced.Clear();
        _count = 0;
        _absent.Clear();
        foreach (var pending in _pending.Values) pending.Dropped = true;
    }

    private void Overtake(RouteKey key, long revision)
    {
        if (_pending.TryGetValue(key, out var pending)) pending.OvertakenBy = Math.Max(pending.OvertakenBy ?? 0, revision);
    }
}
