using System.Globalization;
using System.Text.Json;
using ScfAspire.Bench.Machine;

namespace ScfAspire.Bench.Results;

/// <summary>One run of the bench as its file keeps it.</summary>
internal sealed class RunResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public DateTimeOffset Started { get; init; }

    /// <summary>The sources that were measured.</summary>
    public string Commit { get; init; } = "";

    public required MachineFacts Machine { get; init; }

    /// <summary>Length and number of the rounds.</summary>
    public string Rounds { get; init; } = "";

    public List<RowResult> Rows { get; init; } = [];

    /// <summary>Writes or replaces this run's file and returns its path.</summary>
    public string Save(string root)
    {
        var folder = Directory.CreateDirectory(FolderIn(root)).FullName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Started.UtcDateTime:yyyy-MM-ddTHH-mm-ss}.json"));
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
        return path;
    }

    /// <summary>The newest run that the folder has; null when there is none.</summary>
    public static RunResult? Newest(string root)
    {
        var folder = FolderIn(root);
        var newest = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).LastOrDefault() : null;
        return newest is null ? null : JsonSerializer.Deserialize<RunResult>(File.ReadAllText(newest), Json);
    }

    private static string FolderIn(string root) => Path.Combine(root, "bench", "results");
}
