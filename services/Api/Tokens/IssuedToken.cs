namespace ScfAspire.Api.Tokens;

/// <summary>A bearer token and when it ends.</summary>
public sealed record IssuedToken(string Value, DateTimeOffset ExpireTime);
