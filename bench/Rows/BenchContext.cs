using System.Globalization;
using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>What the rows share: lengths, the orders, and one platform for those that do not need one of their own.</summary>
internal sealed class BenchContext(string root, BenchOptions options, OrderSet orders, TextWriter terminal) : IAsyncDisposable
{
    private BenchPlatform? _shared;

    public string Root => root;

    public BenchOptions Options => options;

    public OrderSet Orders => orders;

    public Wrk Wrk { get; } = new(Path.Combine(root, "bench", "wrk", "orders.lua"), orders);

    public Metrics Metrics { get; } = new();

    /// <summary>The platform of all rows that change nothing in it that others could notice.</summary>
    public async Task<BenchPlatform> PlatformAsync(CancellationToken cancellationToken) => _shared ??= await StartPlatformAsync(["--no-demo"], cancellationToken);

    /// <summary>A platform for one row alone.</summary>
    public async Task<BenchPlatform> StartPlatformAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        Say("starting a platform");
        var platform = await BenchPlatform.StartAsync(root, arguments, Say, cancellationToken);
        Say(string.Create(CultureInfo.InvariantCulture, $"ready after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s"));
        return platform;
    }

    /// <summary>What every row owes at its end: records that are stored, and the memory that it left behind.</summary>
    public async Task FinishAsync(BenchPlatform platform, RowResult result, CancellationToken cancellationToken)
    {
        result.Faults.AddRange(await SpoolWatch.FaultsAsync(platform, Metrics, cancellationToken));
        foreach (var (name, part) in platform.Document().Processes) result.PssMegabytes[name] = Memory(part.Pid, withDescendants: name == "postgres");
    }

    /// <summary>The shared platform is left to nobody: what a row did to it may show in the next.</summary>
    public async Task FinishSharedAsync(RowResult result, CancellationToken cancellationToken)
    {
        if (_shared is not null && result.PssMegabytes.Count == 0) await FinishAsync(_shared, result, cancellationToken);
    }

    public void Say(string text) => terminal.WriteLine($"    . {text}");

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        if (_shared is not null) await _shared.DisposeAsync();
    }

    private static double Memory(int pid, bool withDescendants)
    {
        IEnumerable<int> pids = withDescendants ? [pid, .. ProcessTable.Descendants(pid)] : [pid];
        return Math.Round(pids.Sum(ProcessMemory.Pss) / 1048576.0, 1);
    }
}
