using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Routes;

namespace ScfAspire.Trigger.Tests.Doubles;

/// <summary>Routes that a test lays down.</summary>
public sealed class FixedRoutes : IRouteTable
{
    private readonly ConcurrentDictionary<(string, string), FunctionRoute> _routes = new();

    /// <summary>What asking for a route ends in, while set.</summary>
    public Exception? Fault { get; set; }

    public ValueTask<FunctionRoute?> FindAsync(string @namespace, string function, CancellationToken cancellationToken) =>
        Fault is { } fault ? throw fault : new(_routes.GetValueOrDefault((@namespace, function)));

    public async ValueTask<FunctionRoute?> FindIgnoringCaseAsync(string @namespace, string function, CancellationToken cancellationToken) =>
        await FindAsync(@namespace, function, cancellationToken)
        ?? _routes.FirstOrDefault(r => r.Key.Item1.Equals(@namespace, StringComparison.OrdinalIgnoreCase) && r.Key.Item2.Equals(function, StringComparison.OrdinalIgnoreCase)).Value;

    public FunctionRoute Add(string function, FunctionType type = FunctionType.Event, Action<FunctionRoute>? change = null)
    {
        var route = new FunctionRoute
        {
            Key = new FunctionKey { Namespace = "default", Function = function },
            FunctionId = "lam-" + function,
            AsyncRetryNum = 2,
            AsyncMessageTtlS = 21_600,
            Versions = { new VersionRoute { Version = "$LATEST", Type = type, Status = "Active", SpecId = "lam/$LATEST/1" } },
        };
        change?.Invoke(route);
        _routes[("default", function)] = route;
        return route;
    }

    /// <summary>A function with an HTTP trigger.</summary>
    public FunctionRoute AddWithTrigger(string function, FunctionType type = FunctionType.Event, Action<HttpTriggerRoute>? change = null)
    {
        var trigger = new HttpTriggerRoute { Name = "url", Qualifier = "$LATEST", AuthType = "NONE", IntegratedResponse = true };
        change?.Invoke(trigger);
        return Add(function, type, route => route.HttpTriggers.Add(trigger));
    }
}
