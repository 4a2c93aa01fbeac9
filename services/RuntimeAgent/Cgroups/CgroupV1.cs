using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Limits;

namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>One sandbox's groups in the trees of version 1.</summary>
internal sealed class CgroupV1(string memory, string cpu, string pids) : ISandboxLimits
{
    // Read and reset with every call: kept open.
    private SafeFileHandle? _peak;

    private const long PeriodMicroseconds = 100_000;

    // 1,024 shares are one core's worth.
    private const long SharesPerCore = 1024;

    public IReadOnlyList<string> Folders => [memory, cpu, pids];

    public void Attach(int process)
    {
        foreach (var folder in Folders) CgroupFile.Write(Path.Combine(folder, "cgroup.procs"), process);
    }

    public void Weigh(int cpuShare) => CgroupFile.Write(Path.Combine(cpu, "cpu.shares"), Math.Max(2, cpuShare * SharesPerCore / 1000));

    public void Limit(int memoryMb, int cpuShare, int cpuLimit, int processes)
    {
        var bytes = memoryMb * 1048576L;
        CgroupFile.Write(Path.Combine(memory, "memory.limit_in_bytes"), bytes);
        var withSwap = Path.Combine(memory, "memory.memsw.limit_in_bytes");
        if (File.Exists(withSwap)) CgroupFile.Write(withSwap, bytes);
        Weigh(cpuShare);
        var quota = Path.Combine(cpu, "cpu.cfs_quota_us");
        if (File.Exists(quota)) CgroupFile.Write(quota, cpuLimit * PeriodMicroseconds / 1000);
        CgroupFile.Write(Path.Combine(pids, "pids.max"), processes);
    }

    public void ResetPeakMemory() => RandomAccess.Write(Peak, "0"u8, 0);

    public long PeakMemoryBytes
    {
        get
        {
            Span<byte> text = stackalloc byte[32];
            var count = RandomAccess.Read(Peak, text, 0);
            return long.TryParse(text[..count].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        }
    }

    private SafeFileHandle Peak =>
        _peak ??= File.OpenHandle(Path.Combine(memory, "memory.max_usage_in_bytes"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    public long OutOfMemoryKills => CgroupFile.ReadField(Path.Combine(memory, "memory.oom_control"), "oom_kill");

    public void Dispose()
    {
        _peak?.Dispose();
        foreach (var folder in Folders) CgroupFile.Remove(folder);
    }
}
