using ScfAspire.Api.Accounts;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>UsageInfo</c> of the SCF interface. Memory is MB; none is reserved or provisioned, and no user sets a quota below the whole.</summary>
public sealed record UsageInfoModel(
    int NamespacesCount, IReadOnlyList<NamespaceUsageModel> Namespace, long TotalConcurrencyMem, long TotalAllocatedConcurrencyMem, long UserConcurrencyMemLimit)
{
    public static UsageInfoModel Of(AccountUsage usage) =>
        new(usage.Namespaces.Count, [.. usage.Namespaces.Select(n => NamespaceUsageModel.Of(n, usage.MemoryMb))], usage.MemoryMb, 0, usage.MemoryMb);
}
