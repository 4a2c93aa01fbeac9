namespace ScfAspire.Core.Limits;

/// <summary>Cores by memory, after the table of the SCF interface: 1,280 MB is one core, 3,072 MB two, 6 GB four.</summary>
public static class CpuShare
{
    private static readonly (int MemoryMb, int Millicores)[] Table =
        [(0, 0), (1280, 1000), (3072, 2000), (6144, 4000), (14336, 8000), (30720, 16000), (61440, 32000), (122880, 64000)];

    /// <summary>Weight of a process that nobody waits for: below that of functions, which are under way.</summary>
    public const int Spare = 50;

    /// <summary>The kernel's own, of a process that somebody waits for and that has no size yet.</summary>
    public const int Usual = 1000;

    /// <summary>Thousandths of a core that a function of this size is entitled to when the machine is full; at least 10.</summary>
    public static int Entitled(int memoryMb)
    {
        for (var i = 1; i < Table.Length; i++)
        {
            var (below, above) = (Table[i - 1], Table[i]);
            if (memoryMb > above.MemoryMb) continue;
            var part = (double)(memoryMb - below.MemoryMb) / (above.MemoryMb - below.MemoryMb);
            return Math.Max(10, (int)(below.Millicores + (part * (above.Millicores - below.Millicores))));
        }

        return Table[^1].Millicores;
    }

    /// <summary>Thousandths of a core that it may use while others leave them idle: never less than one core, so that a small function starts and answers fast.</summary>
    public static int Ceiling(int memoryMb) => Math.Max(1000, Entitled(memoryMb));
}
