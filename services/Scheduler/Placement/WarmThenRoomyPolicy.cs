using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Placement;

/// <summary>Agents with a ready generic process first, then those with the most free memory.</summary>
internal sealed class WarmThenRoomyPolicy : IPlacementPolicy
{
    public IEnumerable<AgentInfo> Order(IEnumerable<AgentInfo> agents, string warmSet) =>
        agents.OrderByDescending(agent => agent.Warm.GetValueOrDefault(warmSet) > 0).ThenByDescending(agent => agent.MemoryMb - agent.UsedMemoryMb);
}
