using Google.Protobuf.WellKnownTypes;
using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;
using ScfAspire.V1;

namespace ScfAspire.Bench.Rows;

/// <summary>What registered functions cost those that run.</summary>
internal sealed class FunctionsRow : IRow
{
    private const int Few = 100;

    // By then every process has compiled what it runs and has the heap that it works with: from there on it grows by what it keeps.
    private const int Settled = 4_000;
    private const int Some = 8_000;
    private const int Many = 100_000;
    private const int Connections = 4;
    private const double PerSecond = 200;
    private const int AtOnce = 16;
    private const int Allowed = 2048;
    private static readonly string[] Services = ["agent", "api", "metering", "scheduler", "trigger"];
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public string Name => "functions";

    public string Description => "many registered functions against 100: warm latency, memory of each";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        await using var platform = await context.StartPlatformAsync(["--no-demo"], cancellationToken);
        var package = await OrderFunction.PackAsync(context, cancellationToken);
        var url = await Deployment.CreateWithUrlAsync(platform, "bench-warm", OrderFunction.Event(package, concurrency: 64), cancellationToken);
        var total = context.Options.Long ? Many : Some;
        await RegisterAsync(platform, package, 0, Few, cancellationToken);
        await OpenLoop.RunAsync(url, Connections, PerSecond, context.Options.Round, context.Orders);

        var few = await LatencyAsync(context, url, result);
        var first = await MemoryAsync(platform, cancellationToken);
        await RegisterAsync(platform, package, Few, Settled, cancellationToken);
        var before = await MemoryAsync(platform, cancellationToken);
        var cpu = CpuUse.Of(platform);
        var start = TimeProvider.System.GetTimestamp();
        await RegisterAsync(platform, package, Settled, total, cancellationToken);
        var perSecond = (total - Settled) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        result.AddCpu("a function registered", cpu.Microseconds(), total - Settled);
        var after = await MemoryAsync(platform, cancellationToken);
        var many = await LatencyAsync(context, url, result);

        result.Figures.Add(Figure.OfRounds($"warm p50 with {total} functions", "us", many.P50, $"with {Few}", few.P50, Goal.RatioAtMost(1.1)));
        result.Figures.Add(Figure.OfRounds($"warm p99 with {total} functions", "us", many.P99, $"with {Few}", few.P99, goal: null));
        foreach (var service in Services)
            result.Figures.Add(new Figure($"{service}, memory of a registered function beyond {Settled}", "bytes", Math.Max(0, after[service] - before[service]) / (double)(total - Settled)) { Goal = Goal.AtMost(Allowed) });
        result.Figures.Add(new Figure("functions registered", "/s", perSecond));
        result.Conditions.Add($"{total} functions{(total < Many ? $" (the goal names {Many}: --long)" : "")}; {PerSecond:0} warm calls a second over {Connections} connections; {AtOnce} registered at a time");
        result.Conditions.Add($"memory with {Few}, {Settled} and {total} functions: {string.Join(", ", Services.Select(service => $"{service} {Megabytes(first[service])}, {Megabytes(before[service])} and {Megabytes(after[service])} MB"))}");
        await context.FinishAsync(platform, result, cancellationToken);
    }

    private static Task RegisterAsync(BenchPlatform platform, ReadOnlyMemory<byte> package, int from, int to, CancellationToken cancellationToken) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (number, stop) =>
            await platform.Client.Functions.CreateFunctionAsync(
                new CreateFunctionRequest
                {
                    Parent = "namespaces/default",
                    FunctionId = $"registered-{number}x",
                    Function = new Function
                    {
                        Type = FunctionType.Event, Runtime = "Nodejs20.19", Handler = "index.main_handler", MemoryMb = 128,
                        Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)), Code = Deployment.ZipOf(package),
                    },
                },
                cancellationToken: stop));

    private static async Task<(List<double> P50, List<double> P99)> LatencyAsync(BenchContext context, Uri url, RowResult result)
    {
        List<double> p50 = [], p99 = [];
        for (var round = 0; round < context.Options.Rounds; round++)
        {
            var report = await OpenLoop.RunAsync(url, Connections, PerSecond, context.Options.Round, context.Orders);
            result.Faults.AddRange(report.Faults);
            p50.Add(report.Percentile(50));
            p99.Add(report.Percentile(99));
        }

        return (p50, p99);
    }

    private static async Task<Dictionary<string, long>> MemoryAsync(BenchPlatform platform, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken);
        return Services.ToDictionary(service => service, service => ProcessMemory.Pss(platform.PidOf(service)));
    }

    private static string Megabytes(long bytes) => FigureText.Number(bytes / 1048576.0);
}
