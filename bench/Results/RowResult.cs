using ScfAspire.Bench.Machine;

namespace ScfAspire.Bench.Results;

/// <summary>All that one row has measured.</summary>
internal sealed class RowResult
{
    public required string Row { get; init; }

    public DateTimeOffset Started { get; init; }

    /// <summary>The machine just before the row.</summary>
    public required Quiet Before { get; init; }

    public List<Figure> Figures { get; init; } = [];

    /// <summary>Processor time by what was measured and by process, microseconds for each request.</summary>
    public SortedDictionary<string, SortedDictionary<string, double>> CpuMicroseconds { get; init; } = [];

    /// <summary>Proportional set size by process at the end, MB.</summary>
    public SortedDictionary<string, double> PssMegabytes { get; init; } = [];

    /// <summary>Under which circumstances.</summary>
    public List<string> Conditions { get; init; } = [];

    /// <summary>Why the row does not count; empty when it does.</summary>
    public List<string> Faults { get; init; } = [];

    /// <summary>Adds the processor time of some requests.</summary>
    public void AddCpu(string what, IReadOnlyDictionary<string, double> microseconds, long requests)
    {
        if (requests == 0) return;
        CpuMicroseconds[what] = new(microseconds.ToDictionary(part => part.Key, part => Math.Round(part.Value / requests, 2)));
    }
}
