using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Tells of pods that have done their work: their one instance has ended, or their agent is not heard of any more.</summary>
internal sealed class PodEnds
{
    /// <summary>Must not block.</summary>
    public event Action<string>? AgentEnded;

    public void Ended(string agentId)
    {
        if (PodKeys.IsPod(agentId)) AgentEnded?.Invoke(agentId);
    }
}
