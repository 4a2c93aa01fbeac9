using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Placement;

/// <summary>
/// The agents as this replica believes them to be: kept up to date by the reports that come here and the placements made here, read anew from Redis now and then for the
/// rest. It says where to try; only the reservation in Redis says yes.
/// </summary>
internal sealed class AgentTable(CapacityStore store)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RankedAgent> _agents = [];
    private readonly Dictionary<(string Pool, string Group), WarmThenRoomyRanking> _pools = [];
    private Task _refresh = Task.CompletedTask;
    private Task? _nextRefresh;

    public bool Has(string pool)
    {
        lock (_gate) return _pools.TryGetValue((pool, ""), out var ranking) && ranking.Count > 0;
    }

    /// <summary>Who there is, and where.</summary>
    public HashSet<(string AgentId, string ControlUrl)> Addresses
    {
        get
        {
            lock (_gate) return [.. _agents.Values.Select(agent => (agent.Info.Id, agent.Info.ControlUrl))];
        }
    }

    public AgentInfo? Find(string agentId)
    {
        lock (_gate) return _agents.GetValueOrDefault(agentId)?.Info;
    }

    /// <summary>Whether the agent has an instance, or one is on its way.</summary>
    public bool IsTaken(string agentId)
    {
        lock (_gate) return _agents.GetValueOrDefault(agentId)?.Used > 0;
    }

    /// <summary>The agent is gone.</summary>
    public void Remove(string agentId)
    {
        lock (_gate) Drop(agentId);
    }

    /// <summary>The agent, from Redis where this replica does not know it yet.</summary>
    public async ValueTask<AgentInfo?> GetAsync(string agentId)
    {
        if (Find(agentId) is { } known) return known;
        if (await store.AgentAsync(agentId) is not { } agent) return null;
        lock (_gate) Put(new RankedAgent(agent));
        return agent;
    }

    /// <summary>Chooses an agent for an instance and counts the instance in; null where none seems to have room.</summary>
    public AgentInfo? Choose(string pool, string warmSet, int memoryMb, HashSet<string> except)
    {
        lock (_gate)
        {
            return _pools.TryGetValue((pool, ""), out var ranking) ? Reserve(ranking, ranking.First(warmSet, memoryMb, except), warmSet, memoryMb) : null;
        }
    }

    /// <summary>The same among the agents of a group, of those alone whose generic process is ready.</summary>
    public AgentInfo? ChooseReady(string pool, string group, string warmSet, int memoryMb, HashSet<string> except)
    {
        lock (_gate)
        {
            return _pools.TryGetValue((pool, group), out var ranking) ? Reserve(ranking, ranking.FirstReady(warmSet, memoryMb, except), warmSet, memoryMb) : null;
        }
    }

    /// <summary>Takes in what an agent says of itself; what it has in use is known from the reservations.</summary>
    public void Report(AgentReport report)
    {
        lock (_gate)
        {
            var used = _agents.TryGetValue(report.AgentId, out var known) && known.Info.Epoch == report.Epoch ? (known.UsedMemoryMb, known.Used) : (0, 0);
            Put(new RankedAgent(AgentInfo.From(report, used.Item1, used.Item2)));
        }
    }

    /// <summary>Reads all agents from Redis, after this call began; callers that come together share one reading.</summary>
    public Task RefreshAsync()
    {
        lock (_gate) return _nextRefresh ??= RefreshAfterAsync(_refresh);
    }

    private async Task RefreshAfterAsync(Task former)
    {
        await Task.Yield();
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate) (_refresh, _nextRefresh) = (_nextRefresh!, null);
        var all = await store.AgentsAsync();
        lock (_gate)
        {
            var gone = _agents.Keys.Except(all.Select(agent => agent.Id)).ToList();
            foreach (var agentId in gone) Drop(agentId);
            foreach (var agent in all) Put(new RankedAgent(agent));
        }
    }

    private static AgentInfo? Reserve(WarmThenRoomyRanking ranking, RankedAgent? agent, string warmSet, int memoryMb)
    {
        if (agent is null) return null;
        ranking.Remove(agent);
        agent.Reserve(memoryMb, warmSet);
        ranking.Add(agent);
        return agent.Info;
    }

    private void Put(RankedAgent agent)
    {
        Drop(agent.Info.Id);
        _agents[agent.Info.Id] = agent;
        var key = (agent.Info.Pool, agent.Info.Group);
        if (!_pools.TryGetValue(key, out var ranking)) _pools[key] = ranking = new WarmThenRoomyRanking();
        ranking.Add(agent);
    }

    private void Drop(string agentId)
    {
        if (!_agents.Remove(agentId, out var known)) return;
        var key = (known.Info.Pool, known.Info.Group);
        _pools[key].Remove(known);
        // Groups come and go with the functions.
        if (_pools[key].Count == 0) _pools.Remove(key);
    }
}
