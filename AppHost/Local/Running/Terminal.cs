using System.Text.Json;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>What the person who started the platform sees: progress, and errors of the services, never a flood of them.</summary>
internal sealed class Terminal(TimeProvider time)
{
    private const int ErrorsPerSecond = 3;

    private readonly Lock _gate = new();
    private readonly bool _colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Dictionary<string, (long Second, int Count)> _shown = [];

    public void Say(string text)
    {
        lock (_gate) Console.Out.WriteLine(text);
    }

    public void Error(string text)
    {
        lock (_gate) Console.Error.WriteLine(Paint("31", text));
    }

    public string Dim(string text) => Paint("2", text);

    public string Bold(string text) => Paint("1", text);

    public string Good(string text) => Paint("32", text);

    /// <summary>Shows a line of a service's output when it tells of an error; the rest is in its log file.</summary>
    public void Show(string service, string line)
    {
        if (ErrorIn(line) is not { } error) return;
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            var (seen, count) = _shown.GetValueOrDefault(service);
            count = seen == second ? count + 1 : 1;
            _shown[service] = (second, count);
            if (count <= ErrorsPerSecond) Console.Error.WriteLine($"{Paint("31", $"{service,-10}")} {error}");
        }
    }

    private string Paint(string code, string text) => _colours ? $"\e[{code}m{text}\e[0m" : text;

    private static string? ErrorIn(string line)
    {
        // Most lines are neither: looked at before they are parsed.
        if (line.Length == 0 || line[0] != '{' || !(line.Contains("\"Error\"", StringComparison.Ordinal) || line.Contains("\"Critical\"", StringComparison.Ordinal))) return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (!root.TryGetProperty("LogLevel", out var level) || level.GetString() is not ("Error" or "Critical")) return null;
            var message = root.TryGetProperty("Message", out var text) ? text.GetString() : line;
            var reason = root.TryGetProperty("Exception", out var exception) ? exception.GetString()?.Split('\n')[0] : null;
            return reason is null ? message : $"{message} ({reason})";
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
