namespace ScfAspire.Api.Tokens;

/// <summary>The installation's bearer tokens.</summary>
public static class TokenOptions
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public const string Issuer = "scf";

    public const string Audience = "scf.v1";
}
