using HdrHistogram;

namespace ScfAspire.Bench.Load;

/// <summary>Latencies of one round in microseconds, and what was wrong in it.</summary>
internal sealed record LatencyReport(LongHistogram Latencies, IReadOnlyList<string> Faults)
{
    /// <summary>Microseconds that <paramref name="percent"/> of the requests stayed within.</summary>
    public double Percentile(double percent) => Latencies.TotalCount == 0 ? 0 : Latencies.GetValueAtPercentile(percent);
}
