using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>A warm event function through the HTTP gateway, all of its requests in one instance.</summary>
internal sealed class WarmRow : IRow
{
    private const string FunctionName = "bench-warm";
    private const double ShareOfThroughput = 0.7;

    public string Name => "warm";

    public string Description => "warm event function through the gateway, one instance, 16 and 64 connections";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        await using var direct = await DirectServer.StartAsync(context.Root, cancellationToken);
        var before = await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken);
        var url = await Deployment.CreateWithUrlAsync(
            platform, FunctionName, OrderFunction.Event(await OrderFunction.PackAsync(context, cancellationToken), concurrency: 64), cancellationToken);
        var rounds = new AlternatingRounds(context, platform, url, direct, result);
        foreach (var (connections, goal) in new[] { (16, 1.0), (64, 1.4) })
        {
            var rate = ShareOfThroughput * await rounds.ThroughputAsync($"{connections} connections", connections, Goal.RatioAtLeast(goal), cancellationToken);
            var latency = (await rounds.LatencyAsync(connections, rate, [99]))[99];
            result.Figures.Add(Figure.OfRounds(
                $"{connections} connections, p99 at {FigureText.Number(rate)} req/s", "us", latency.Ours, AlternatingRounds.ReferenceName, latency.Theirs, Goal.RatioAtMost(1)));
        }

        var instances = await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken) - before;
        result.Conditions.Add($"instances of the function: {instances}; InstanceConcurrency 64, 1,280 MB (one core's share); bodies of {context.Orders.AverageBodyBytes} bytes on average, {context.Orders.Exchanges.Count} different ones; latency at 70 % of the lower throughput of the two");
        if (instances > 1) result.Faults.Add($"one instance was to serve, {instances} did");
        await Deployment.DeleteAsync(platform, FunctionName, cancellationToken);
    }
}
