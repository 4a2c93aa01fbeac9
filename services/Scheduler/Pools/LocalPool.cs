using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.WarmPools;

namespace ScfAspire.Scheduler.Pools;

/// <summary>Sandboxes of the agents that registered for the pool. Room is known from their capacity; idle instances make way when there is none.</summary>
internal sealed class LocalPool(AgentTable agents, AgentStarter starter, IdleEviction eviction) : IResourcePool
{
    private const int MostEvictions = 8;

    public string Name => "local";

    public async ValueTask<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (agents.Has(Name)) return true;
        await agents.RefreshAsync().WaitAsync(cancellationToken);
        return agents.Has(Name);
    }

    public async Task<PoolStart> StartAsync(Demand demand, CancellationToken cancellationToken)
    {
        var (version, warmSet) = (demand.Version, WarmPlanner.SetOf(demand.Version));
        var refused = new HashSet<string>();
        for (var rounds = 0; ; rounds++)
        {
            while (agents.Choose(Name, warmSet, version.MemoryMb, refused) is { } agent)
            {
                var start = await starter.StartAsync(agent, demand, cancellationToken);
                if (!start.IsShortage) return start;
                refused.Add(agent.Id);
            }

            // What other replicas and ended instances did to the agents' room may not be known here: look before anything has to make way.
            if (rounds > 0)
            {
                if (rounds > MostEvictions || !await eviction.EvictAsync(Name, cancellationToken)) return PoolStart.Shortage;
                refused.Clear();
            }

            await agents.RefreshAsync().WaitAsync(cancellationToken);
        }
    }
}
