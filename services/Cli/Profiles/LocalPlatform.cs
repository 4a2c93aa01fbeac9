using System.Text.Json;
using ScfAspire.Cli.Errors;

namespace ScfAspire.Cli.Profiles;

/// <summary>A platform that <c>./run</c> started on this machine: its data folder holds <c>credentials.json</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Profile">Endpoint and credential.</param>
public sealed record LocalPlatform(string Path, Profile Profile)
{
    private const string FileName = "credentials.json";

    /// <summary>Looks in <c>SCF_DATA_DIR</c>, or in <c>.scf/</c> of the working directory and the folders above it.</summary>
    public static LocalPlatform? Find(CliHost host)
    {
        if (host.Variable("SCF_DATA_DIR") is { Length: > 0 } data)
            return Read(System.IO.Path.Combine(System.IO.Path.GetFullPath(data, host.WorkingDirectory), FileName));
        for (var folder = new DirectoryInfo(host.WorkingDirectory); folder is not null; folder = folder.Parent)
            if (Read(System.IO.Path.Combine(folder.FullName, ".scf", FileName)) is { } found) return found;
        return null;
    }

    private static LocalPlatform? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            string? Text(string key) => json.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
            return new(path, new() { Endpoint = Text("endpoint"), SecretId = Text("secretId"), SecretKey = Text("secretKey") });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw CliException.Usage($"{path} is not a credentials file: {exception.Message}", "Start the platform again with ./run, which writes it.");
        }
    }
}
