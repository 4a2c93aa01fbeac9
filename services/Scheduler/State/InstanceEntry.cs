using System.Globalization;

namespace ScfAspire.Scheduler.State;

/// <summary>What an agent's part of the store says of one of its instances.</summary>
/// <param name="SpecId">What it runs.</param>
/// <param name="MemoryMb">Reserved memory.</param>
/// <param name="Ready">False while it starts.</param>
/// <param name="Deadline">Unix ms at which its start must have ended; 0 once it is ready.</param>
internal readonly record struct InstanceEntry(string SpecId, int MemoryMb, bool Ready, long Deadline)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{SpecId}|{MemoryMb}|{(Ready ? "ready" : "starting")}|{Deadline}");

    public static InstanceEntry Parse(string text)
    {
        var parts = text.Split('|');
        return new InstanceEntry(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2] == "ready", long.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}
