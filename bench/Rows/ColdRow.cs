using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>The first call of a function that nobody has called, with a generic process ready for it and without.</summary>
internal sealed class ColdRow : IRow
{
    private const int MemoryMb = 128;

    public string Name => "cold";

    public string Description => "first call of a fresh function, Node and Python, with and without a ready process";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        var platform = await context.PlatformAsync(cancellationToken);
        using var calls = new TimedCalls();
        await calls.ConnectAsync(platform.Gateway, 1, cancellationToken);
        var functions = new FirstFunctions(platform, context.Root, "cold");
        var samples = context.Options.Long ? 20 : 6;
        foreach (var (runtime, plain) in new[] { ("Nodejs20.19", await PlainProcess.NodeAsync(cancellationToken)), ("Python3.10", await PlainProcess.PythonAsync(cancellationToken)) })
        {
            List<double> ready = [], without = [], reference = [];
            await plain.RunAsync(cancellationToken);
            for (var sample = 0; sample < samples; sample++)
            {
                if (await WithReadyAsync(context, platform, calls, functions, runtime, cancellationToken) is { } warm) ready.Add(warm);
                reference.Add(await plain.RunAsync(cancellationToken));
                // Half as many: each drains the pool, which then takes its time to refill.
                if (sample % 2 == 0 && await WithoutAsync(context, platform, calls, functions, runtime, cancellationToken) is { } cold) without.Add(cold);
            }

            if (ready.Count == 0) throw new BenchException($"No first call of {runtime} found a ready process.");
            result.Figures.Add(Figure.OfRounds($"{runtime}, process ready, p50", "ms", ready, plain.Name, reference, Goal.RatioAtMost(0.3)));
            if (without.Count > 0) result.Figures.Add(Figure.OfRounds($"{runtime}, no process ready, p50", "ms", without, plain.Name, reference, Goal.RatioAtMost(1.5)));
            result.Conditions.Add($"{runtime}: {ready.Count} first calls with a ready process, {without.Count} without, {reference.Count} of {plain.Program}");
        }

        result.Conditions.Add("each call through the gateway, the first of a function with code of its own, which the platform may have brought to the machine when the function was created; without a ready process means while the pool refills after it was drained");
        await functions.DeleteAllAsync(cancellationToken);
    }

    private static async Task<double?> WithReadyAsync(BenchContext context, BenchPlatform platform, TimedCalls calls, FirstFunctions functions, string runtime, CancellationToken cancellationToken)
    {
        var url = await functions.CreateAsync(runtime, MemoryMb, cancellationToken);
        await WarmPool.FullAsync(platform, context.Metrics, runtime, cancellationToken);
        var missed = await WarmPool.MissedAsync(platform, context.Metrics, cancellationToken);
        var milliseconds = await calls.CallAsync(url, FirstFunctions.Answer, cancellationToken);
        return await MissedSinceAsync(context, platform, missed, cancellationToken) == 0 ? milliseconds : null;
    }

    private static async Task<double?> WithoutAsync(BenchContext context, BenchPlatform platform, TimedCalls calls, FirstFunctions functions, string runtime, CancellationToken cancellationToken)
    {
        var url = await functions.CreateAsync(runtime, MemoryMb, cancellationToken);
        var drains = await functions.CreateAsync(await WarmPool.FullAsync(platform, context.Metrics, runtime, cancellationToken), runtime, MemoryMb, cancellationToken);
        var missed = await WarmPool.MissedAsync(platform, context.Metrics, cancellationToken);
        await calls.CallAllAsync(drains, FirstFunctions.Answer, cancellationToken);
        var milliseconds = await calls.CallAsync(url, FirstFunctions.Answer, cancellationToken);
        return await MissedSinceAsync(context, platform, missed, cancellationToken) > 0 ? milliseconds : null;
    }

    private static async Task<int> MissedSinceAsync(BenchContext context, BenchPlatform platform, int before, CancellationToken cancellationToken)
    {
        // A scrape may be answered with the one just before it.
        await Task.Delay(400, cancellationToken);
        return await WarmPool.MissedAsync(platform, context.Metrics, cancellationToken) - before;
    }
}
