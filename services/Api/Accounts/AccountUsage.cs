namespace ScfAspire.Api.Accounts;

/// <summary>What the installation holds.</summary>
/// <param name="Namespaces">By name.</param>
/// <param name="MemoryMb">Memory that all agents have for functions; 0 while that is not known.</param>
public sealed record AccountUsage(IReadOnlyList<NamespaceUsage> Namespaces, long MemoryMb);
