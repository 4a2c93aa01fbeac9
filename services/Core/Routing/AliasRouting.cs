namespace ScfAspire.Core.Routing;

/// <summary>Where an alias leads: a main version and at most one additional one, chosen by weight or by rule.</summary>
/// <param name="Version">The main version.</param>
/// <param name="AdditionalVersion">Empty for none.</param>
/// <param name="AdditionalWeight">Share of calls for the additional version, 0 to 1.</param>
/// <param name="Rule">Sends matching callers to the additional version; excludes the weight.</param>
public readonly record struct AliasRouting(string Version, string AdditionalVersion, double AdditionalWeight, RoutingRule? Rule)
{
    /// <summary>The version for one call.</summary>
    /// <param name="routingKey">The caller's JSON text, or null; one that cannot be read matches no rule.</param>
    /// <param name="random">A number from 0 to below 1, used for weights.</param>
    public string Choose(string? routingKey, double random)
    {
        if (AdditionalVersion.Length == 0) return Version;
        if (Rule is not null)
            return routingKey is not null && RoutingKey.TryParse(routingKey, out var key) && Rule.Matches(key) ? AdditionalVersion : Version;
        return random < AdditionalWeight ? AdditionalVersion : Version;
    }
}
