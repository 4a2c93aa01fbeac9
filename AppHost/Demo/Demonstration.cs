using System.Globalization;
using System.Text.Json;

namespace ScfAspire.AppHost.Demo;

/// <summary>Deploys every sample with the command line, runs each cold and warm, and shows a table of it.</summary>
internal sealed class Demonstration(string root, IReadOnlyList<string> languages, CommandLine scf, Screen screen)
{
    private const int WarmRuns = 3;

    /// <summary>0 when every sample ran.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new List<Shown>();
        foreach (var sample in Sample.In(root).Where(sample => sample.Language is not { } language || languages.Contains(language))) rows.Add(await ShowAsync(sample, cancellationToken));
        screen.Progress("");
        screen.Table(rows);
        screen.Next(root);
        return rows.Any(row => row.Failed) ? 1 : 0;
    }

    private async Task<Shown> ShowAsync(Sample sample, CancellationToken cancellationToken)
    {
        screen.Progress($"Deploying {sample.Name} …");
        var (deployed, complaint) = await scf.RunAsync(["deploy", sample.Folder], cancellationToken);
        if (deployed is null) return new Shown(sample.Name, "", "", null, null, complaint, Failed: true);
        screen.Progress($"Running {sample.Name} …");
        var (first, refused) = await scf.RunAsync(sample.InvokeArguments(), cancellationToken);
        var (function, _) = await scf.RunAsync(["get", sample.Name], cancellationToken);
        var (runtime, isolation) = (Text(function, "runtime"), Text(function, "isolation"));
        if (first is not { } cold) return new Shown(sample.Name, runtime, isolation, null, null, refused, Failed: true);
        if (cold.GetProperty("statusCode").GetInt32() != 200)
            return new Shown(sample.Name, runtime, isolation, null, null, $"{cold.GetProperty("statusCode")}: {cold.GetProperty("errorMessage")}", Failed: true);
        var warm = new List<double>();
        for (var run = 0; run < WarmRuns; run++)
        {
            if ((await scf.RunAsync(sample.InvokeArguments(), cancellationToken)).Document is { } again && again.GetProperty("coldStartMs").GetDouble() == 0)
                warm.Add(again.GetProperty("durationMs").GetDouble());
        }
        warm.Sort();
        // A function that ran before, on an earlier start on the same data, may still be warm: then there is no cold figure.
        var start = cold.GetProperty("coldStartMs").GetDouble();
        return new Shown(
            sample.Name, runtime, isolation, start > 0 ? start + cold.GetProperty("durationMs").GetDouble() : null,
            warm.Count > 0 ? warm[warm.Count / 2] : null, ResultSummary.Of(cold), Failed: false);
    }

    private static string Text(JsonElement? document, string key) =>
        document is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(key, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" : "";
}
