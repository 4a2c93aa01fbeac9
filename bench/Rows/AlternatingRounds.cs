using ScfAspire.Bench.Load;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>Drives the platform and the direct server in turn, so that whatever the machine does meanwhile meets both.</summary>
internal sealed class AlternatingRounds(BenchContext context, BenchPlatform platform, Uri url, DirectServer direct, RowResult result)
{
    public const string ReferenceName = "node http, called directly";

    private const int MostWarmUps = 6;
    private const double StillRising = 1.2;

    /// <summary>Requests a second at a number of connections; one figure.</summary>
    /// <returns>The lower of both medians, for a rate that both can keep.</returns>
    public async Task<double> ThroughputAsync(string name, int connections, Goal? goal, CancellationToken cancellationToken)
    {
        await WarmUpAsync(url, connections, cancellationToken);
        await WarmUpAsync(direct.Url, connections, cancellationToken);
        var (ours, theirs) = (new RoundSum(), new RoundSum());
        for (var round = 0; round < context.Options.Rounds; round++)
        {
            await RoundAsync(ours, url, connections, CpuUse.Of(platform), cancellationToken);
            await RoundAsync(theirs, direct.Url, connections, CpuUse.Of("direct", direct.Pid), cancellationToken);
        }

        var figure = Figure.OfRounds(name, "req/s", ours.PerSecond, ReferenceName, theirs.PerSecond, goal);
        result.Figures.Add(figure);
        ours.AddCpuTo(result, name);
        theirs.AddCpuTo(result, $"{name}, reference");
        return Math.Min(figure.Value, figure.Reference ?? figure.Value);
    }

    /// <summary>Latency at a fixed rate, counted from when each request was due.</summary>
    /// <returns>Median over the rounds by percentile: the platform's and the reference's.</returns>
    public async Task<Dictionary<double, (List<double> Ours, List<double> Theirs)>> LatencyAsync(int connections, double perSecond, IReadOnlyList<double> percentiles)
    {
        var found = percentiles.ToDictionary(percentile => percentile, _ => (Ours: new List<double>(), Theirs: new List<double>()));
        // The generator's own code is compiled in the first round.
        await OpenLoop.RunAsync(direct.Url, connections, perSecond / 2, TimeSpan.FromSeconds(1), context.Orders);
        await OpenLoop.RunAsync(url, connections, perSecond / 2, TimeSpan.FromSeconds(1), context.Orders);
        for (var round = 0; round < context.Options.Rounds; round++)
        {
            var ours = await OpenLoop.RunAsync(url, connections, perSecond, context.Options.Round, context.Orders);
            var theirs = await OpenLoop.RunAsync(direct.Url, connections, perSecond, context.Options.Round, context.Orders);
            result.Faults.AddRange(ours.Faults.Select(fault => $"platform, {connections} connections: {fault}"));
            result.Faults.AddRange(theirs.Faults.Select(fault => $"reference, {connections} connections: {fault}"));
            foreach (var (percentile, (mine, other)) in found)
            {
                mine.Add(ours.Percentile(percentile));
                other.Add(theirs.Percentile(percentile));
            }
        }

        return found;
    }

    // Until it does not get faster any more: instances are started, code is compiled.
    private async Task WarmUpAsync(Uri target, int connections, CancellationToken cancellationToken)
    {
        var length = TimeSpan.FromSeconds(Math.Min(2, context.Options.Round.TotalSeconds));
        var before = 0.0;
        for (var tries = 0; tries < MostWarmUps; tries++)
        {
            var report = await context.Wrk.RunAsync(target, connections, length, cancellationToken);
            result.Faults.AddRange(report.Faults);
            if (report.Requests > 0 && report.PerSecond <= before * StillRising) return;
            before = report.PerSecond;
        }
    }

    private async Task RoundAsync(RoundSum sum, Uri target, int connections, CpuUse cpu, CancellationToken cancellationToken)
    {
        var report = await context.Wrk.RunAsync(target, connections, context.Options.Round, cancellationToken);
        sum.Add(report, cpu.Microseconds());
        result.Faults.AddRange(report.Faults);
        if (report.Requests == 0) throw new BenchException($"{target} answered nothing in a whole round");
    }
}
