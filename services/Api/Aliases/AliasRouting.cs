namespace ScfAspire.Api.Aliases;

/// <summary>At most one version beside the main one, chosen by weight or by rule; stored as JSON.</summary>
public sealed record AliasRouting
{
    public static AliasRouting None { get; } = new();

    /// <summary>Empty for none.</summary>
    public string AdditionalVersion { get; init; } = "";

    /// <summary>Share of the traffic, 0 to 1; only without a rule.</summary>
    public double Weight { get; init; }

    /// <summary>E.g. <c>invoke.headers.User</c>; empty when chosen by weight.</summary>
    public string MatchKey { get; init; } = "";

    /// <summary><c>exact</c> or <c>range</c>.</summary>
    public string MatchMethod { get; init; } = "";

    /// <summary>The text, or <c>(a,b)</c> / <c>[a,b]</c> of whole numbers.</summary>
    public string MatchExpression { get; init; } = "";

    public bool IsNone => AdditionalVersion.Length == 0;

    public bool IsRule => MatchKey.Length > 0;
}
