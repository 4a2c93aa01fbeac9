using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Routing;

namespace ScfAspire.Dispatch.Routes;

/// <summary>Chooses the version that a call of a qualifier goes to.</summary>
public static class RouteSelection
{
    public const string Latest = "$LATEST";
    public const string DefaultAlias = "$DEFAULT";

    /// <summary>The version, or null when the qualifier names none.</summary>
    /// <param name="route">The function.</param>
    /// <param name="qualifier">Version, alias, or empty for <c>$LATEST</c>.</param>
    /// <param name="routingKey">The caller's values for rule routing, or null.</param>
    /// <param name="random">A number from 0 to below 1, for weights.</param>
    public static VersionRoute? Choose(FunctionRoute route, string qualifier, string? routingKey, double random)
    {
        var asked = qualifier.Length == 0 ? Latest : qualifier;
        if (Version(route, asked) is { } version) return version;
        foreach (var alias in route.Aliases)
        {
            if (alias.Name != asked) continue;
            RoutingRule.TryParse(alias.MatchKey, alias.MatchMethod, alias.MatchExpression, out var rule);
            var routing = new AliasRouting(alias.Version, alias.AdditionalVersion, alias.AdditionalWeight, rule);
            return Version(route, routing.Choose(routingKey, random));
        }

        return asked == DefaultAlias ? Version(route, Latest) : null;
    }

    private static VersionRoute? Version(FunctionRoute route, string name)
    {
        foreach (var version in route.Versions)
        {
            if (version.Version == name) return version;
        }

        return null;
    }
}
