using ScfAspire.Api.Accounts;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>NamespaceUsage</c> of the SCF interface. Memory is MB; namespaces share all that there is.</summary>
public sealed record NamespaceUsageModel(
    IReadOnlyList<string> Functions, string Namespace, int FunctionsCount, long TotalConcurrencyMem, long TotalAllocatedConcurrencyMem, long TotalAllocatedProvisionedMem)
{
    public static NamespaceUsageModel Of(NamespaceUsage usage, long memoryMb) => new(usage.Functions, usage.Namespace, usage.Functions.Count, memoryMb, 0, 0);
}
