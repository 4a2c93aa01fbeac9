using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Aliases;

/// <summary>From what an Alias object asks for to what is sent to the platform.</summary>
internal static class AliasPlan
{
    private const double Percent = 100;

    /// <param name="spec">What the object asks for.</param>
    /// <param name="version">Its version.</param>
    /// <param name="additional">Its additional version; null for none.</param>
    public static Alias Wanted(AliasObject.AliasSpec spec, string version, string? additional)
    {
        var alias = new Alias { Version = version, Description = spec.Description };
        if (spec.Additional is null || additional is null) return alias;
        alias.AdditionalVersion = new() { Version = additional };
        if (spec.Additional.Rule is { } rule) alias.AdditionalVersion.Rule = new() { Key = rule.Key, Method = rule.Method, Expression = rule.Expression };
        else alias.AdditionalVersion.Weight = (spec.Additional.Weight ?? 0) / Percent;
        return alias;
    }

    public static bool IsSame(Alias wanted, Alias actual) =>
        wanted.Version == actual.Version && wanted.Description == actual.Description && Equals(wanted.AdditionalVersion, actual.AdditionalVersion);
}
