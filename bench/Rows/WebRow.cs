using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>A web function through the gateway, against the very same server without it.</summary>
internal sealed class WebRow : IRow
{
    private const string FunctionName = "bench-web";

    public string Name => "web";

    public string Description => "web function through the gateway against the same server called directly";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        await using var direct = await DirectServer.StartAsync(context.Root, cancellationToken);
        var url = await Deployment.CreateWithUrlAsync(platform, FunctionName, OrderFunction.Web(await OrderFunction.PackAsync(context, cancellationToken)), cancellationToken);
        var rounds = new AlternatingRounds(context, platform, url, direct, result);
        foreach (var connections in new[] { 16, 64 }) await rounds.ThroughputAsync($"{connections} connections", connections, Goal.RatioAtLeast(0.4), cancellationToken);
        await Deployment.DeleteAsync(platform, FunctionName, cancellationToken);
    }
}
