using System.Globalization;

namespace ScfAspire.Bench.Platforms;

/// <summary>The agent's spool of invocation records, as its metrics show it.</summary>
internal static class SpoolWatch
{
    private const string Waiting = "scf_agent_records_waiting_bytes";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long it took until Metering had stored every record. A platform that is faster than its records are stored owes that work: such a figure
    /// does not count.
    /// </summary>
    /// <returns>Null when it was not empty after five seconds.</returns>
    public static async Task<TimeSpan?> EmptyAsync(BenchPlatform platform, Metrics metrics, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var waiting = await metrics.SumAsync(platform.MetricsOf("agent"), Waiting, "", cancellationToken);
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            if (waiting == 0) return elapsed;
            if (elapsed > Longest) return null;
            await Task.Delay(200, cancellationToken);
        }
    }

    /// <summary>The same as a fault of the row.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(BenchPlatform platform, Metrics metrics, CancellationToken cancellationToken) =>
        await EmptyAsync(platform, metrics, cancellationToken) is null
            ? [string.Create(CultureInfo.InvariantCulture, $"the agent's record spool was not empty {Longest.TotalSeconds:0} s after the end")]
            : [];
}
