using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>Processor time that processes have used, out of /proc.</summary>
internal static class CpuClock
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>User and system time of one process, microseconds; 0 when it has ended.</summary>
    /// <param name="pid">Its id.</param>
    /// <param name="withEndedChildren">Adds what its children had used by their end.</param>
    public static double Of(int pid, bool withEndedChildren = false)
    {
        if (ProcessTable.Stat(pid) is not { } stat) return 0;
        return (stat.UserTicks + stat.SystemTicks + (withEndedChildren ? stat.ChildTicks : 0)) * MicrosecondsPerTick;
    }

    /// <summary>Busy time of the whole machine since its start, microseconds: all that was neither idle nor waiting for a disk.</summary>
    public static double OfMachine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = fields[1..9].Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        // user nice system idle iowait irq softirq steal
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) * MicrosecondsPerTick;
    }
}
