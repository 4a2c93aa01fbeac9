using ScfAspire.Api.Aliases;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>RoutingConfig</c> of the SCF interface; the spelling of its second field is the wire's.</summary>
public sealed record RoutingConfigModel(IReadOnlyList<VersionWeightModel>? AdditionalVersionWeights, IReadOnlyList<VersionMatchModel>? AddtionVersionMatchs)
{
    public static RoutingConfigModel Of(AliasRouting routing) => new(
        routing.IsNone || routing.IsRule ? [] : [new(routing.AdditionalVersion, routing.Weight)],
        routing.IsRule ? [new(routing.AdditionalVersion, routing.MatchKey, routing.MatchMethod, routing.MatchExpression)] : []);

    /// <exception cref="ScfException">More than one additional version, or weights and rules together.</exception>
    public AliasRouting ToRouting()
    {
        var weights = AdditionalVersionWeights ?? [];
        var matches = AddtionVersionMatchs ?? [];
        if (weights.Count > 1 || matches.Count > 1 || (weights.Count > 0 && matches.Count > 0))
            throw new ScfException(ScfErrorCode.InvalidParameterRoutingConfig, "RoutingConfig can name one additional version, by weight or by rule.");
        if (weights is [var weight]) return new() { AdditionalVersion = Version(weight.Version), Weight = weight.Weight };
        return matches is [var match]
            ? new() { AdditionalVersion = Version(match.Version), MatchKey = match.Key ?? "", MatchMethod = match.Method ?? "", MatchExpression = match.Expression ?? "" }
            : AliasRouting.None;
    }

    private static string Version(string? version) =>
        string.IsNullOrEmpty(version) ? throw new ScfException(ScfErrorCode.InvalidRoutingConfig, "RoutingConfig lacks a Version.") : version;
}
