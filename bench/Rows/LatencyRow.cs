using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>What the platform adds to one caller's latency.</summary>
internal sealed class LatencyRow : IRow
{
    private const string FunctionName = "bench-latency";
    private const double ShareOfThroughput = 0.7;

    public string Name => "latency";

    public string Description => "added latency of a warm event function, one connection";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        await using var direct = await DirectServer.StartAsync(context.Root, cancellationToken);
        var url = await Deployment.CreateWithUrlAsync(
            platform, FunctionName, OrderFunction.Event(await OrderFunction.PackAsync(context, cancellationToken), concurrency: 64), cancellationToken);
        var rounds = new AlternatingRounds(context, platform, url, direct, result);
        var rate = ShareOfThroughput * await rounds.ThroughputAsync("1 connection", 1, goal: null, cancellationToken);
        var latency = await rounds.LatencyAsync(1, rate, [50, 99]);
        foreach (var (percentile, most) in new[] { (50.0, 150.0), (99.0, 500.0) })
        {
            var (ours, theirs) = latency[percentile];
            result.Figures.Add(Figure.OfRounds(
                $"p{percentile:0} at {FigureText.Number(rate)} req/s", "us", ours, AlternatingRounds.ReferenceName, theirs, Goal.AddedAtMost(most)));
        }

        await Deployment.DeleteAsync(platform, FunctionName, cancellationToken);
    }
}
