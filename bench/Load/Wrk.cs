using System.Globalization;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.Bench.Load;

/// <summary>
/// wrk, which sends as fast as answers come. One of sixteen connections is driven by a second wrk that compares every answer with the one that is
/// due; the others are counted, so that the check slows neither the generator nor the machine.
/// </summary>
/// <param name="script">wrk's Lua script.</param>
/// <param name="orders">What is sent.</param>
internal sealed class Wrk(string script, OrderSet orders)
{
    private const int ConnectionsPerChecked = 16;

    /// <summary>Drives <paramref name="url"/> for a while.</summary>
    /// <exception cref="BenchException">wrk did not do its work.</exception>
    public async Task<LoadReport> RunAsync(Uri url, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var checkedOnes = Math.Max(1, connections / ConnectionsPerChecked);
        var counted = connections - checkedOnes;
        var runs = new List<Task<LoadReport>> { RunOneAsync(url, checkedOnes, checkedOnes, "check", duration, cancellationToken) };
        if (counted > 0) runs.Add(RunOneAsync(url, counted, threads: 1, "count", duration, cancellationToken));
        var reports = await Task.WhenAll(runs);
        return new LoadReport(reports.Sum(report => report.Requests), reports.Max(report => report.Seconds), [.. reports.SelectMany(report => report.Faults)]);
    }

    private async Task<LoadReport> RunOneAsync(Uri url, int connections, int threads, string mode, TimeSpan duration, CancellationToken cancellationToken)
    {
        var output = new List<string>();
        var command = new ChildCommand(
            "wrk", "-t", Text(threads), "-c", Text(connections), "-d", $"{Text((int)Math.Ceiling(duration.TotalSeconds))}s", "--timeout", "10s",
            "-s", script, url.ToString(), "--", orders.File, Text(Random.Shared.Next(OrderSet.Size)), mode);
        await using var process = await ChildProcess.StartAsync(command.DyingWithParent(), line =>
        {
            lock (output) output.Add(line);
        });
        var code = await process.Exited.WaitAsync(cancellationToken);
        string[] lines;
        lock (output) lines = [.. output];
        var numbers = lines.FirstOrDefault(line => line.StartsWith("result ", StringComparison.Ordinal))?.Split(' ').Skip(1)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (code != 0 || numbers is null) throw new BenchException($"wrk ended with code {code}: {string.Join(' ', lines)}");
        var sample = lines.FirstOrDefault(line => line.StartsWith("sample ", StringComparison.Ordinal)) ?? "";
        string[] faults =
        [
            .. Fault(numbers[2], "connections broke"), .. Fault(numbers[3], "requests timed out"),
            .. Fault(numbers[4], "answers had another status than 200"), .. Fault(numbers[5], $"checked answers were wrong, e.g. {sample}"),
        ];
        return new LoadReport(numbers[0], numbers[1] / 1e6, faults);
    }

    private static IEnumerable<string> Fault(long count, string what) => count == 0 ? [] : [$"{count} {what}"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
