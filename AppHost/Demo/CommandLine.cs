using System.Diagnostics;
using System.Text.Json;

namespace ScfAspire.AppHost.Demo;

/// <summary>The command line <c>scf</c>, used as a person uses it.</summary>
/// <param name="Executable">Its path.</param>
internal sealed record CommandLine(string Executable)
{
    /// <summary>Runs a command and returns what it wrote as JSON, or its complaint.</summary>
    public async Task<(JsonElement? Document, string Complaint)> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executable, [.. arguments, "--output", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Parsed(await output) is { } document
            ? (document, "")
            : (null, Complaint(await error) ?? $"scf {arguments[0]} ended with code {process.ExitCode}");
    }

    private static string? Complaint(string text) =>
        Parsed(text) is { ValueKind: JsonValueKind.Object } document && document.TryGetProperty("error", out var error)
            ? error.GetProperty("message").GetString()
            : text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);

    private static JsonElement? Parsed(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
