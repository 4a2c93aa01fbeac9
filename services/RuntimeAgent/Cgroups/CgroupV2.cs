using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Limits;

namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>One sandbox's group in the tree of version 2.</summary>
internal sealed class CgroupV2(string folder) : ISandboxLimits
{
    private const long PeriodMicroseconds = 100_000;

    // A peak that was reset is seen through the descriptor that reset it alone (Linux 6.12 and later; before, the peak is that of the instance's life).
    private SafeFileHandle? _peak;
    private bool _peakIsFixed;

    public void Attach(int process) => CgroupFile.Write(File("cgroup.procs"), process);

    // Weights go from 1 to 10,000 with 100 as the usual one, here for one core.
    public void Weigh(int cpuShare) => CgroupFile.Write(File("cpu.weight"), Math.Clamp(cpuShare / 10, 1, 10_000));

    public void Limit(int memoryMb, int cpuShare, int cpuLimit, int processes)
    {
        CgroupFile.Write(File("memory.max"), memoryMb * 1048576L);
        if (System.IO.File.Exists(File("memory.swap.max"))) CgroupFile.Write(File("memory.swap.max"), 0);
        CgroupFile.Write(File("memory.oom.group"), 1);
        Weigh(cpuShare);
        CgroupFile.Write(File("cpu.max"), string.Create(CultureInfo.InvariantCulture, $"{cpuLimit * PeriodMicroseconds / 1000} {PeriodMicroseconds}"));
        CgroupFile.Write(File("pids.max"), processes);
    }

    public void ResetPeakMemory()
    {
        if (_peakIsFixed || !System.IO.File.Exists(File("memory.peak"))) return;
        try
        {
            _peak ??= System.IO.File.OpenHandle(File("memory.peak"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.Write(_peak, "reset"u8, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _peakIsFixed = true;
        }
    }

    public long PeakMemoryBytes
    {
        get
        {
            if (_peak is null || _peakIsFixed)
                return CgroupFile.ReadNumber(File("memory.peak")) is > 0 and var peak ? peak : CgroupFile.ReadNumber(File("memory.current"));
            Span<byte> text = stackalloc byte[32];
            var count = RandomAccess.Read(_peak, text, 0);
            return long.TryParse(text[..count].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        }
    }

    public long OutOfMemoryKills => CgroupFile.ReadField(File("memory.events"), "oom_kill");

    public void Dispose()
    {
        _peak?.Dispose();
        CgroupFile.Remove(folder);
    }

    private string File(string name) => Path.Combine(folder, name);
}
