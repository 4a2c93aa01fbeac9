using System.Globalization;

namespace ScfAspire.Bench.Platforms;

/// <summary>Reads a service's metrics as a Prometheus server does.</summary>
internal sealed class Metrics : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Sum of all series of one metric; 0 when it has none yet.</summary>
    /// <param name="metrics">Where they are shown.</param>
    /// <param name="name">Name as it is shown.</param>
    /// <param name="label">Only series whose labels contain this text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<double> SumAsync(Uri metrics, string name, string label, CancellationToken cancellationToken)
    {
        var text = await _client.GetStringAsync(metrics, cancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
            .Where(line => line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(Value(line), CultureInfo.InvariantCulture));
    }

    public void Dispose() => _client.Dispose();

    // name{labels} value [timestamp]
    private static string Value(string line) => line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var name, var value, ..] when line.IndexOf('}', StringComparison.Ordinal) < 0 => value,
        [var value, ..] => value,
        _ => throw new FormatException($"'{line}' is no metric."),
    };
}
