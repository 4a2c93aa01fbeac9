using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;
using ScfAspire.V1;

namespace ScfAspire.Bench.Rows;

/// <summary>The largest events and results there are: what a call costs in memory, and whether a client that does not read holds others up.</summary>
internal sealed class StreamRow : IRow
{
    // The SCF interface's 6 MB, less the quotes.
    private const int EventCharacters = (6 * 1024 * 1024) - 2;
    private const double Megabyte = 1024 * 1024;
    private const int AtOnce = 4;
    private const int FewRounds = 3;
    private const int ManyRounds = 9;
    private const int Stalled = 16;
    private const int SmallConnections = 4;
    private const double SmallPerSecond = 200;
    private static readonly string[] OnTheWay = ["api", "agent"];

    public string Name => "stream";

    public string Description => "6 MB events and results: memory of a call; clients that do not read";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        await LargeCallsAsync(context, platform, result, cancellationToken);
        await StalledClientsAsync(context, platform, result, cancellationToken);
    }

    private static async Task LargeCallsAsync(BenchContext context, BenchPlatform platform, RowResult result, CancellationToken cancellationToken)
    {
        const string name = "bench-echo";
        await Deployment.CreateAsync(
            platform, name,
            new Function
            {
                Type = FunctionType.Event,
                Runtime = "Nodejs20.19",
                Handler = "index.main_handler",
                MemoryMb = 512,
                InstanceConcurrency = AtOnce,
                Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)),
                Code = Deployment.ZipOf(await Deployment.PackAsync(context.Root, "echo", cancellationToken)),
            },
            cancellationToken);
        var text = $"\"{string.Concat(Enumerable.Range(0, (EventCharacters / 8) + 1).Select(number => number.ToString("x8", System.Globalization.CultureInfo.InvariantCulture)))[..EventCharacters]}\"";
        var peaks = OnTheWay.ToDictionary(process => process, process => PeakMemory.From(platform.PidOf(process)));
        await CallAsync(platform, name, text, FewRounds, cancellationToken);
        var few = peaks.Values.Sum(peak => peak.Growth) / Megabyte / AtOnce;
        var cpu = CpuUse.Of(platform);
        var milliseconds = await CallAsync(platform, name, text, ManyRounds, cancellationToken);
        result.AddCpu("6 MB there and back", cpu.Microseconds(), ManyRounds * AtOnce);
        result.Figures.Add(new Figure("6 MB there and back, p50", "ms", Median.Of(milliseconds)));
        result.Figures.Add(new Figure($"memory of a call after {(FewRounds + ManyRounds) * AtOnce} calls, api and agent", "MB", peaks.Values.Sum(peak => peak.Growth) / Megabyte / AtOnce)
        {
            Reference = few,
            ReferenceName = $"the same after {FewRounds * AtOnce} calls",
            Goal = Goal.RatioAtMost(1.5),
        });
        result.Conditions.Add($"{AtOnce} calls at a time by gRPC; peak of resident memory over that before the first, by process: {string.Join(", ", peaks.Select(peak => $"{peak.Key} {FigureText.Number(peak.Value.Growth / Megabyte)} MB"))}");
        await Deployment.DeleteAsync(platform, name, cancellationToken);
    }

    private static async Task<List<double>> CallAsync(BenchPlatform platform, string name, string text, int rounds, CancellationToken cancellationToken)
    {
        var milliseconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            milliseconds.AddRange(await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                var start = Stopwatch.GetTimestamp();
                var answer = await platform.Client.InvokeAsync("default", name, text, cancellationToken: cancellationToken);
                if (answer.Result != text) throw new BenchException($"6 MB came back as {answer.Result.Length} characters: {answer.Summary.ErrorMessage}");
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            })));
        }

        return milliseconds;
    }

    private static async Task StalledClientsAsync(BenchContext context, BenchPlatform platform, RowResult result, CancellationToken cancellationToken)
    {
        const string page = "bench-page", orders = "bench-beside";
        var large = await Deployment.CreateWithUrlAsync(platform, page, OrderFunction.Web(await Deployment.PackAsync(context.Root, "page", cancellationToken)), cancellationToken);
        var small = await Deployment.CreateWithUrlAsync(platform, orders, OrderFunction.Event(await OrderFunction.PackAsync(context, cancellationToken), concurrency: 64), cancellationToken);
        await OpenLoop.RunAsync(small, SmallConnections, SmallPerSecond, TimeSpan.FromSeconds(1), context.Orders);
        List<double> beside = [], alone = [];
        for (var round = 0; round < context.Options.Rounds; round++)
        {
            using (await StalledClients.StartAsync(large, Stalled, cancellationToken))
                beside.Add(P99(await OpenLoop.RunAsync(small, SmallConnections, SmallPerSecond, context.Options.Round, context.Orders), result));
            alone.Add(P99(await OpenLoop.RunAsync(small, SmallConnections, SmallPerSecond, context.Options.Round, context.Orders), result));
        }

        result.Figures.Add(Figure.OfRounds($"p99 beside {Stalled} clients that do not read", "us", beside, "the same without them", alone, Goal.RatioAtMost(1.5)));
        result.Conditions.Add($"{SmallPerSecond:0} small calls a second through the same gateway and agent, each client having asked for 6 MB and read 1 KB");
        await Deployment.DeleteAsync(platform, page, cancellationToken);
        await Deployment.DeleteAsync(platform, orders, cancellationToken);
    }

    private static double P99(LatencyReport report, RowResult result)
    {
        result.Faults.AddRange(report.Faults);
        return report.Percentile(99);
    }
}
