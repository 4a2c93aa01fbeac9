namespace ScfAspire.RuntimeAgent.Limits;

/// <summary>The limits of one sandbox.</summary>
internal interface ISandboxLimits : IDisposable
{
    /// <summary>Begins with a process that has not begun to run, and the children it will have.</summary>
    void Attach(int process);

    /// <summary>Sets the weight alone, until <see cref="Limit"/>.</summary>
    /// <param name="cpuShare">Against other sandboxes, in thousandths of a core.</param>
    void Weigh(int cpuShare);

    /// <param name="memoryMb">Limit of memory, swap included.</param>
    /// <param name="cpuShare">Weight against other sandboxes, in thousandths of a core.</param>
    /// <param name="cpuLimit">Hard limit, in thousandths of a core.</param>
    /// <param name="processes">Most processes and threads.</param>
    void Limit(int memoryMb, int cpuShare, int cpuLimit, int processes);

    void ResetPeakMemory();

    long PeakMemoryBytes { get; }

    /// <summary>How often a process was killed because the sandbox was over its limit of memory.</summary>
    long OutOfMemoryKills { get; }
}
