using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Placement;

/// <summary>An agent with the room that it is believed to have; whether it has it is Redis's to say.</summary>
internal sealed class RankedAgent(AgentInfo info)
{
    public AgentInfo Info { get; } = info;

    /// <summary>Memory for further instances, MB; -1 where it has its number of instances.</summary>
    public long FreeMb => Used < Info.InstanceCapacity ? Info.MemoryMb - UsedMemoryMb : -1;

    public long UsedMemoryMb { get; private set; } = info.UsedMemoryMb;

    public int Used { get; private set; } = info.Used;

    /// <summary>Ready generic processes by warm set.</summary>
    public Dictionary<string, int> Warm { get; } = new(info.Warm, StringComparer.OrdinalIgnoreCase);

    /// <summary>An instance is to start there, with one of its generic processes.</summary>
    public void Reserve(int memoryMb, string warmSet)
    {
        UsedMemoryMb += memoryMb;
        Used++;
        if (Warm.TryGetValue(warmSet, out var ready) && ready > 0) Warm[warmSet] = ready - 1;
    }
}
