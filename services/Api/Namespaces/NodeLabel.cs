namespace ScfAspire.Api.Namespaces;

/// <summary>A label that nodes must have.</summary>
public sealed record NodeLabel(string Key, string Value);
