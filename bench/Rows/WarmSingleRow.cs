using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>A warm event function as it is by default: one event at a time in an instance, and as many instances as it takes.</summary>
internal sealed class WarmSingleRow : IRow
{
    private const string FunctionName = "bench-single";

    public string Name => "warm-single";

    public string Description => "the same with one event at a time per instance, over as many instances as it takes";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        await using var direct = await DirectServer.StartAsync(context.Root, cancellationToken);
        var before = await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken);
        var url = await Deployment.CreateWithUrlAsync(
            platform, FunctionName, OrderFunction.Event(await OrderFunction.PackAsync(context, cancellationToken), concurrency: 1, memoryMb: 128), cancellationToken);
        var rounds = new AlternatingRounds(context, platform, url, direct, result);
        foreach (var connections in new[] { 16, 64 })
        {
            await rounds.ThroughputAsync($"{connections} connections", connections, Goal.RatioAtLeast(0.5), cancellationToken);
            var instances = await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken) - before;
            result.Conditions.Add($"instances of the function after {connections} connections: {instances}, of 128 MB");
        }

        await Deployment.DeleteAsync(platform, FunctionName, cancellationToken);
    }
}
