using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Placement;

/// <summary>In which order agents are tried for a new instance.</summary>
internal interface IPlacementPolicy
{
    IEnumerable<AgentInfo> Order(IEnumerable<AgentInfo> agents, string warmSet);
}
