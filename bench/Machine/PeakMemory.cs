using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>The most memory that a process has had resident since a point in time, as the kernel keeps it.</summary>
internal sealed class PeakMemory
{
    private readonly int _pid;
    private readonly long _before;

    private PeakMemory(int pid)
    {
        _pid = pid;
        // 5: the peak begins anew with what is resident now.
        File.WriteAllText($"/proc/{pid}/clear_refs", "5");
        _before = Field("VmRSS:");
    }

    /// <summary>Bytes above those of the beginning.</summary>
    public long Growth => Math.Max(0, Field("VmHWM:") - _before);

    public static PeakMemory From(int pid) => new(pid);

    private long Field(string name)
    {
        var line = File.ReadLines($"/proc/{_pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
