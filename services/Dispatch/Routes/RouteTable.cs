using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>
/// Answers from memory while the Watch is current. Otherwise each look asks the Api first, and falls back on the cached route only
/// where the Api cannot be reached: then no control-plane write can have been answered through it either.
/// </summary>
internal sealed partial class RouteTable(RouteStore store, RouteSpellings spellings, Catalog.CatalogClient catalog, TimeProvider time, ILogger<RouteTable> logger) : IRouteTable
{
    private static readonly TimeSpan ResolveTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ResolveTimeoutWithFallback = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan UnreachableFor = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<RouteKey, Task<FunctionRoute?>> _flights = new();
    private long _unreachableSince;

    public ValueTask<FunctionRoute?> FindAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        var key = new RouteKey(@namespace, function);
        if (store.IsCurrent)
        {
            if (store.TryGet(key, out var route)) return new(route);
            if (store.IsKnownAbsent(key)) return new((FunctionRoute?)null);
        }

        return new(AskAsync(key, cancellationToken));
    }

    public async ValueTask<FunctionRoute?> FindIgnoringCaseAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        if (await FindAsync(@namespace, function, cancellationToken) is { } exact) return exact;
        var asked = new RouteKey(@namespace, function);
        if (spellings.Recall(asked) is { } known)
        {
            if (known.Key is not { } spelled) return null;
            if (await FindAsync(spelled.Namespace, spelled.Function, cancellationToken) is { } route) return route;
        }

        return await spellings.AskAsync(asked, cancellationToken) is { } found ? await FindAsync(found.Namespace, found.Function, cancellationToken) : null;
    }

    private async Task<FunctionRoute?> AskAsync(RouteKey key, CancellationToken cancellationToken)
    {
        store.TryGet(key, out var fallback);
        if (fallback is not null && RecentlyUnreachable) return fallback;
        try
        {
            return await _flights.GetOrAdd(key, Fly).WaitAsync(cancellationToken);
        }
        catch (RpcException e) when (fallback is not null && e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            Volatile.Write(ref _unreachableSince, time.GetTimestamp());
            LogStale(e.StatusCode, key.Namespace, key.Function);
            return fallback;
        }
    }

    private bool RecentlyUnreachable
    {
        get
        {
            var since = Volatile.Read(ref _unreachableSince);
            return since != 0 && time.GetElapsedTime(since) < UnreachableFor;
        }
    }

    private Task<FunctionRoute?> Fly(RouteKey key)
    {
        // The factory may run twice for one key under contention; both answers are right, one is kept.
        return FlyAsync();

        async Task<FunctionRoute?> FlyAsync()
        {
            await Task.Yield();
            try
            {
                return await ResolveAsync(key);
            }
            finally
            {
                _flights.TryRemove(key, out _);
            }
        }
    }

    private async Task<FunctionRoute?> ResolveAsync(RouteKey key)
    {
        while (true)
        {
            var pending = store.Begin(key);
            FunctionRoute? route;
            try
            {
                var response = await catalog.ResolveAsync(new ResolveRequest { Key = key.ToMessage() }, deadline: time.GetUtcNow().Add(store.TryGet(key, out _) ? ResolveTimeoutWithFallback : ResolveTimeout).UtcDateTime);
                route = response.Route;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                route = null;
            }
            catch (RpcException)
            {
                store.Abandon(key, pending);
                throw;
            }

            if (store.Complete(key, pending, route)) return route;
        }
    }
}
