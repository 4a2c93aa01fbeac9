using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary><c>pod/pool/group/name</c>: an agent's id says what it may report, and its keys are made from it.</summary>
internal readonly record struct PodAgentId(string Pool, string Group, string Name)
{
    private const int Parts = 4;

    public override string ToString() => $"{PodKeys.IdPrefix}{Pool}/{Group}/{Name}";

    public static PodAgentId? Parse(string agentId) =>
        PodKeys.IsPod(agentId) && agentId.Split('/') is { Length: Parts } parts ? new PodAgentId(parts[1], parts[2], parts[3]) : null;
}
