namespace ScfAspire.Scheduler.Placement;

/// <summary>
/// Agents of one pool in the order in which they are to be tried for an instance: those with a ready generic process of its warm set first, then those with the most
/// free memory. Nothing about a choice grows with the number of agents but its logarithm. Not thread safe; an agent must not change while it is in here.
/// </summary>
internal sealed class WarmThenRoomyRanking
{
    private static readonly Comparer<RankedAgent> RoomiestFirst = Comparer<RankedAgent>.Create(static (a, b) =>
        a.FreeMb != b.FreeMb ? b.FreeMb.CompareTo(a.FreeMb) : string.CompareOrdinal(a.Info.Id, b.Info.Id));

    private readonly SortedSet<RankedAgent> _all = new(RoomiestFirst);
    private readonly Dictionary<string, SortedSet<RankedAgent>> _warm = new(StringComparer.OrdinalIgnoreCase);

    public int Count => _all.Count;

    public void Add(RankedAgent agent)
    {
        _all.Add(agent);
        foreach (var (warmSet, ready) in agent.Warm)
        {
            if (ready <= 0) continue;
            if (!_warm.TryGetValue(warmSet, out var agents)) _warm[warmSet] = agents = new SortedSet<RankedAgent>(RoomiestFirst);
            agents.Add(agent);
        }
    }

    public void Remove(RankedAgent agent)
    {
        _all.Remove(agent);
        foreach (var (warmSet, ready) in agent.Warm)
        {
            if (ready > 0 && _warm.TryGetValue(warmSet, out var agents)) agents.Remove(agent);
        }
    }

    /// <summary>The first agent with room that is not in <paramref name="except"/>.</summary>
    public RankedAgent? First(string warmSet, int memoryMb, HashSet<string> except)
    {
        return FirstReady(warmSet, memoryMb, except) ?? First(_all, memoryMb, except);
    }

    /// <summary>The same of those with a ready generic process.</summary>
    public RankedAgent? FirstReady(string warmSet, int memoryMb, HashSet<string> except) =>
        _warm.TryGetValue(warmSet, out var warm) ? First(warm, memoryMb, except) : null;

    private static RankedAgent? First(SortedSet<RankedAgent> agents, int memoryMb, HashSet<string> except)
    {
        foreach (var agent in agents)
        {
            if (agent.FreeMb < memoryMb) return null;
            if (!except.Contains(agent.Info.Id)) return agent;
        }

        return null;
    }
}
