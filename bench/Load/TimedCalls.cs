using System.Diagnostics;

namespace ScfAspire.Bench.Load;

/// <summary>Single calls, timed from before the send to the whole answer.</summary>
internal sealed class TimedCalls : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>Has a number of connections ready, so that calls that follow do not time the making of them.</summary>
    public async Task ConnectAsync(Uri server, int count, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            // Names no function: the gateway answers by itself.
            using var response = await _client.GetAsync(new Uri(server, "/"), cancellationToken);
        }));
    }

    /// <summary>Milliseconds of one call.</summary>
    /// <exception cref="BenchException">The answer is another than <paramref name="expected"/>.</exception>
    public async Task<double> CallAsync(Uri url, string expected, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await _client.GetAsync(url, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (int)response.StatusCode == 200 && text == expected ? milliseconds : throw new BenchException($"{url} answered {(int)response.StatusCode} {text}");
    }

    /// <summary>Milliseconds of calls that are made at once, one per URL.</summary>
    public async Task<IReadOnlyList<double>> CallAllAsync(IEnumerable<Uri> urls, string expected, CancellationToken cancellationToken) =>
        await Task.WhenAll(urls.Select(url => CallAsync(url, expected, cancellationToken)));

    public void Dispose() => _client.Dispose();
}
