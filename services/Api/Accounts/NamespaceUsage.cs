namespace ScfAspire.Api.Accounts;

/// <summary>The functions of one namespace, by name.</summary>
public sealed record NamespaceUsage(string Namespace, IReadOnlyList<string> Functions);
