namespace ScfAspire.Api.Tokens;

/// <summary>What a presented token turned out to be: a subject, or why not.</summary>
/// <param name="Subject">SecretId of the caller; null when refused.</param>
/// <param name="Refusal">Text for the caller; null when accepted.</param>
public readonly record struct TokenCheck(string? Subject, string? Refusal)
{
    public static TokenCheck Accepted(string subject) => new(subject, null);

    public static TokenCheck Refused(string reason) => new(null, reason);
}
