using ScfAspire.Bench.Load;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>Several rounds of one side.</summary>
internal sealed class RoundSum
{
    private readonly Dictionary<string, double> _microseconds = [];
    private long _requests;

    public List<double> PerSecond { get; } = [];

    public void Add(LoadReport report, IReadOnlyDictionary<string, double> microseconds)
    {
        PerSecond.Add(report.PerSecond);
        _requests += report.Requests;
        foreach (var (part, used) in microseconds) _microseconds[part] = _microseconds.GetValueOrDefault(part) + used;
    }

    public void AddCpuTo(RowResult result, string what) => result.AddCpu(what, _microseconds, _requests);
}
