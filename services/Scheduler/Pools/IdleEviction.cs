using System.Collections.Concurrent;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Pools;

/// <summary>Ends instances that nobody leases, where their room is needed.</summary>
internal sealed partial class IdleEviction(CapacityStore store, AgentTable agents, InstanceEnder ender, ILogger<IdleEviction> logger)
{
    // More than make way at once: those of other pools are among them.
    private const int MostLookedAt = 64;

    // Instances that are making way.
    private readonly ConcurrentDictionary<ulong, byte> _leaving = new();

    /// <summary>Ends the instance of the pool that has been idle for longest, unless another caller does already.</summary>
    /// <returns>Whether one was ended. Each of many that look for room at once ends another one: the room of an instance is enough for one of them only.</returns>
    public async Task<bool> EvictAsync(string pool, CancellationToken cancellationToken)
    {
        foreach (var (specId, id) in await store.IdleAsync(TimeSpan.Zero, MostLookedAt + _leaving.Count))
        {
            if (!_leaving.TryAdd(id, 0)) continue;
            if (!await IsOfAsync(pool, specId, id))
            {
                _leaving.TryRemove(id, out _);
                continue;
            }

            try
            {
                if (!await ender.EndIdleAsync(specId, id, "its room is needed", cancellationToken)) continue;
            }
            finally
            {
                _leaving.TryRemove(id, out _);
            }

            LogEvicted(id, specId);
            return true;
        }

        return false;
    }

    private async Task<bool> IsOfAsync(string pool, string specId, ulong instanceId) =>
        await store.AgentOfAsync(specId, instanceId) is { } agentId && await agents.GetAsync(agentId) is { } agent && agent.Pool == pool;

    [LoggerMessage(Level = LogLevel.Information, Message = "Idle instance {InstanceId} of {SpecId} makes way")]
    private partial void LogEvicted(ulong instanceId, string specId);
}
