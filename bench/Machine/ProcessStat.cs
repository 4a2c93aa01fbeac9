namespace ScfAspire.Bench.Machine;

/// <summary>A line of /proc/[pid]/stat; times in clock ticks.</summary>
internal sealed record ProcessStat(int Pid, int Parent, long UserTicks, long SystemTicks, long ChildTicks);
