using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>Sixty-four first calls at the same moment: to one function, and to as many functions.</summary>
internal sealed class BurstRow : IRow
{
    private const int Calls = 64;
    private const int MemoryMb = 128;
    private const string Runtime = "Nodejs20.19";

    public string Name => "burst";

    public string Description => "64 first calls at once, to one function and to 64 functions";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        var plain = await PlainProcess.NodeAsync(cancellationToken);
        using var calls = new TimedCalls();
        await calls.ConnectAsync(platform.Gateway, Calls, cancellationToken);
        var functions = new FirstFunctions(platform, context.Root, "burst");
        List<double> one = [], many = [], reference = [], instances = [];
        for (var round = 0; round < (context.Options.Long ? context.Options.Rounds : 1); round++)
        {
            var url = await functions.CreateAsync(Runtime, MemoryMb, cancellationToken);
            await WarmPool.FullAsync(platform, context.Metrics, Runtime, cancellationToken);
            var before = await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken);
            one.Add(Median.Percentile(await calls.CallAllAsync(Enumerable.Repeat(url, Calls), FirstFunctions.Answer, cancellationToken), 99));
            await Task.Delay(500, cancellationToken);
            instances.Add(await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken) - before);
            reference.Add(Median.Percentile(await plain.RunAllAsync(Calls, cancellationToken), 99));

            var urls = await functions.CreateAsync(Calls, Runtime, MemoryMb, cancellationToken);
            await WarmPool.FullAsync(platform, context.Metrics, Runtime, cancellationToken);
            many.Add(Median.Percentile(await calls.CallAllAsync(urls, FirstFunctions.Answer, cancellationToken), 99));
            reference.Add(Median.Percentile(await plain.RunAllAsync(Calls, cancellationToken), 99));
            await functions.DeleteAllAsync(cancellationToken);
        }

        var name = $"{Calls} of {plain.Name} at once";
        result.Figures.Add(Figure.OfRounds($"{Calls} calls of one function, p99", "ms", one, name, reference, goal: null));
        result.Figures.Add(Figure.OfRounds($"{Calls} calls of one function, instances started", "instances", instances, "", [], goal: null));
        result.Figures.Add(Figure.OfRounds($"{Calls} calls of {Calls} functions, p99", "ms", many, name, reference, goal: null));
        result.Conditions.Add($"{Runtime}, {MemoryMb} MB, one event at a time; the reference is the time until 99 of 100 of {Calls} interpreters that start at once have ended");
    }
}
