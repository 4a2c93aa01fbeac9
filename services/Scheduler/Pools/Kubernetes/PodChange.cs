using k8s.Models;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>What a watch has told.</summary>
/// <param name="Former">The pod as it was known before; null for a new one.</param>
/// <param name="Pod">As it is now, or was last.</param>
/// <param name="IsGone">It was deleted.</param>
internal sealed record PodChange(V1Pod? Former, V1Pod Pod, bool IsGone);
