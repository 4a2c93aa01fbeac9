namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>The control group of one sandbox.</summary>
internal interface ICgroup : IDisposable
{
    /// <summary>Moves a process, with the children it will have, into the group.</summary>
    void Attach(int process);

    /// <param name="memoryMb">Hard limit of memory, swap included.</param>
    /// <param name="cpuShare">Weight against other groups, in thousandths of a core.</param>
    /// <param name="cpuLimit">Hard limit, in thousandths of a core.</param>
    /// <param name="processes">Most processes and threads.</param>
    void Limit(int memoryMb, int cpuShare, int cpuLimit, int processes);

    void ResetPeakMemory();

    long PeakMemoryBytes { get; }

    /// <summary>How often the kernel killed a process of the group for want of memory.</summary>
    long OutOfMemoryKills { get; }
}
