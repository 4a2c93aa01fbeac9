using System.Text.Json;

namespace ScfAspire.AppHost.Demo;

/// <summary>A folder of <c>samples/</c>: its function is named after it.</summary>
/// <param name="Folder">Absolute path.</param>
internal sealed record Sample(string Folder)
{
    /// <summary>The order in which they are shown; others follow by name.</summary>
    private static readonly string[] Order = ["thumbnails", "report", "page", "loglines", "article", "routes", "ledger"];

    /// <summary>Languages that are installed only where asked for, by the beginning of their runtimes' names.</summary>
    private static readonly string[] Optional = ["php", "java", "go"];

    public string Name => Path.GetFileName(Folder);

    private string EventFile => Path.Combine(Folder, "event.json");

    /// <summary>The samples that have an event to be shown with.</summary>
    public static IReadOnlyList<Sample> In(string root)
    {
        var samples = Path.Combine(root, "samples");
        if (!Directory.Exists(samples)) return [];
        return
        [
            .. Directory.EnumerateDirectories(samples).Select(folder => new Sample(folder))
                .Where(sample => File.Exists(sample.EventFile) && File.Exists(Path.Combine(sample.Folder, "scf.yaml")))
                .OrderBy(sample => Array.IndexOf(Order, sample.Name) is var at and >= 0 ? at : int.MaxValue).ThenBy(sample => sample.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What makes <c>scf invoke</c> call the function: for a web function the path in its event.</summary>
    public IReadOnlyList<string> InvokeArguments()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(EventFile));
        return IsWeb && json.RootElement.TryGetProperty("path", out var path)
            ? ["invoke", Name, "--http", $"GET {path.GetString()}"]
            : ["invoke", Name, "--event", $"@{EventFile}"];
    }

    /// <summary>The language that has to be asked for to show it; null for one that is always there.</summary>
    public string? Language => Optional.FirstOrDefault(language => Manifest.Any(line => line.StartsWith($"runtime: {language}", StringComparison.OrdinalIgnoreCase)));

    private bool IsWeb => Manifest.Any(line => line.TrimEnd() is "type: web");

    private IEnumerable<string> Manifest => File.ReadLines(Path.Combine(Folder, "scf.yaml"));
}
