namespace ScfAspire.Api.Aliases;

/// <summary>A stored alias.</summary>
public sealed record AliasDetails(string Name, string Version, AliasRouting Routing, string Description, DateTimeOffset AddTime, DateTimeOffset ModTime);
