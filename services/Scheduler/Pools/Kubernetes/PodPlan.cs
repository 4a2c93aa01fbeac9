using k8s.Models;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>All that a new pod is made of.</summary>
internal sealed record PodPlan
{
    public required string Name { get; init; }

    public required PodKey Key { get; init; }

    /// <summary>Of the SCF namespace that it is for.</summary>
    public required NamespacePlacement Placement { get; init; }

    /// <summary>The SCF namespace whose placement that is.</summary>
    public required string BoundBy { get; init; }

    public required string AgentId { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long IdentityExpires { get; init; }

    public required string IdentityKey { get; init; }

    public required string LinkKey { get; init; }

    public required V1OwnerReference Owner { get; init; }

    /// <summary>Fencing number of the leader that wants it as a spare; null for one that a call waits for.</summary>
    public long? Leader { get; init; }
}
