using ScfAspire.Bench.Machine;

namespace ScfAspire.Bench.Platforms;

/// <summary>Processor time that each part of a platform uses over a stretch of time: it means something on a busy machine too.</summary>
internal sealed class CpuUse
{
    private readonly List<(string Name, int Pid, bool WithEnded, double Before)> _parts = [];

    private CpuUse()
    {
    }

    /// <summary>Begins to count for all processes of the platform; those of functions are one part together.</summary>
    public static CpuUse Of(BenchPlatform platform)
    {
        var use = new CpuUse();
        var processes = platform.Document().Processes;
        foreach (var (name, part) in processes)
        {
            // A server process of Postgres is counted by its parent once it has ended.
            var isPostgres = name == "postgres";
            use.Add(name, part.Pid, isPostgres);
            if (isPostgres) use.AddAll(name, ProcessTable.Descendants(part.Pid));
        }

        use.AddAll("functions", ProcessTable.Descendants(processes["agent"].Pid));
        return use;
    }

    public static CpuUse Of(string name, int pid) => Of(new Dictionary<string, int> { [name] = pid });

    /// <summary>The same for processes by name.</summary>
    public static CpuUse Of(IReadOnlyDictionary<string, int> processes)
    {
        var use = new CpuUse();
        foreach (var (name, pid) in processes) use.Add(name, pid, withEnded: false);
        return use;
    }

    /// <summary>Microseconds since the beginning, by part; divide by the requests of the stretch.</summary>
    public IReadOnlyDictionary<string, double> Microseconds() =>
        _parts.GroupBy(part => part.Name).ToDictionary(group => group.Key, group => group.Sum(part => Math.Max(0, CpuClock.Of(part.Pid, part.WithEnded) - part.Before)));

    private void Add(string name, int pid, bool withEnded) => _parts.Add((name, pid, withEnded, CpuClock.Of(pid, withEnded)));

    private void AddAll(string name, IEnumerable<int> pids)
    {
        foreach (var pid in pids) Add(name, pid, withEnded: false);
    }
}
