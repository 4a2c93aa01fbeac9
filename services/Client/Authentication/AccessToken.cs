namespace ScfAspire.Client.Authentication;

/// <summary>A bearer token and when to get the next one.</summary>
internal sealed record AccessToken(string Value, DateTimeOffset RenewAt);
