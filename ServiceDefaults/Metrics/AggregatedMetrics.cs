using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults.Metrics;

/// <summary>Asks every service of the installation for its metrics and answers with all of them; <c>scf_up</c> tells who answered.</summary>
internal sealed class AggregatedMetrics : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
    private readonly (string Name, Uri Metrics)[] _services;

    /// <exception cref="ConfigurationException"><see cref="ScfEnvironment.StatusUrls"/> is not a list of <c>name=url</c>.</exception>
    public AggregatedMetrics(IConfiguration configuration) =>
        _services = [.. (configuration[ScfEnvironment.StatusUrls] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_services.Select(service => ReadAsync(service.Metrics, cancellationToken)));
        var up = new StringBuilder("# HELP scf_up 1 while the service answers.\n# TYPE scf_up gauge\n");
        var merge = new PrometheusMerge();
        foreach (var (service, answer) in _services.Zip(answers))
        {
            up.Append(CultureInfo.InvariantCulture, $"scf_up{{service=\"{service.Name}\"}} {(answer is null ? 0 : 1)}\n");
            if (answer is not null) merge.Add(service.Name, answer);
        }
        return up.Append(merge).ToString();
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetStringAsync(url, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static (string Name, Uri Metrics) Parse(string entry) =>
        entry.Split('=', 2) is [var name, var url] && Uri.TryCreate(url.TrimEnd('/') + "/metrics", UriKind.Absolute, out var metrics)
            ? (name, metrics)
            : throw new ConfigurationException($"{ScfEnvironment.StatusUrls}: {entry} is not name=url.");
}
