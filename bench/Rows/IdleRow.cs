using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>What an idle platform takes: right after the samples, and with warm instances that nobody calls.</summary>
internal sealed class IdleRow : IRow
{
    private const int FewInstances = 50;
    private const int ManyInstances = 500;
    private const int MemoryMb = 64;
    private const double SharePromised = 0.75;
    private const int AtOnce = 8;
    private const string Runtime = "Nodejs20.19";
    private static readonly string[] Services = ["agent", "api", "metering", "scheduler", "trigger"];
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public string Name => "idle";

    public string Description => "memory and processor time of an idle platform, with and without warm instances";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        await using var platform = await context.StartPlatformAsync([], cancellationToken);
        await platform.SaidAsync("Try next:", cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        await context.FinishAsync(platform, result, cancellationToken);
        result.Conditions.Add($"the agent is {Path.GetFileName(File.ResolveLinkTarget($"/proc/{platform.PidOf("agent")}/exe", returnFinalTarget: false)!.FullName)}");
        result.Figures.Add(new Figure("agent after the samples", "MB", result.PssMegabytes["agent"]) { Goal = Goal.AtMost(30) });
        result.Figures.Add(new Figure("the five services after the samples", "MB", Services.Sum(service => result.PssMegabytes[service])) { Goal = Goal.AtMost(400) });
        result.Figures.Add(new Figure("processor time of the five services", "% of a core", await BusyPercentAsync(platform, cancellationToken)));

        var count = Math.Min(context.Options.Long ? ManyInstances : FewInstances, (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576.0 * SharePromised / MemoryMb));
        await StartInstancesAsync(context, platform, count, cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        var running = await InstanceCount.ReadyAsync(platform, context.Metrics, cancellationToken);
        var functions = ProcessTable.Descendants(platform.PidOf("agent")).Sum(ProcessMemory.Pss) / 1048576.0;
        result.Figures.Add(new Figure($"the five services with {count} warm functions", "MB", Services.Sum(service => ProcessMemory.Pss(platform.PidOf(service))) / 1048576.0));
        result.Figures.Add(new Figure("an idle warm instance", "MB", functions / Math.Max(1, running)));
        result.Figures.Add(new Figure($"processor time of the five services with {count} warm functions", "% of a core", await BusyPercentAsync(platform, cancellationToken)));
        result.Conditions.Add($"{running} instances, {Runtime}, {MemoryMb} MB each, warm processes counted to them; proportional set size; processor time over {Settle.TotalSeconds:0} s");
    }

    private static async Task StartInstancesAsync(BenchContext context, BenchPlatform platform, int count, CancellationToken cancellationToken)
    {
        using var calls = new TimedCalls();
        var urls = await new FirstFunctions(platform, context.Root, "idle").CreateAsync(count, Runtime, MemoryMb, cancellationToken);
        await Parallel.ForEachAsync(
            urls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (url, stop) => await calls.CallAsync(url, FirstFunctions.Answer, stop));
    }

    private static async Task<double> BusyPercentAsync(BenchPlatform platform, CancellationToken cancellationToken)
    {
        var cpu = CpuUse.Of(platform);
        await Task.Delay(Settle, cancellationToken);
        var used = cpu.Microseconds();
        return Services.Sum(service => used[service]) / Settle.TotalMicroseconds * 100;
    }
}
