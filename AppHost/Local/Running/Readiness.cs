using System.Text.Json;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>Asks a service whether it is ready. A health endpoint has no way to tell by itself, so this asks again and again.</summary>
internal sealed class Readiness(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Returns once the service is ready.</summary>
    /// <param name="url">Answers 200 when it is.</param>
    /// <param name="onReason">Gets, after each refusal, what the service lacks.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitAsync(Uri url, Action<string> onReason, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await AskAsync(url, cancellationToken) is not { } reason) return;
            onReason(reason);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(url, cancellationToken);
            return answer.IsSuccessStatusCode ? null : Reason(await answer.Content.ReadAsStringAsync(cancellationToken)) ?? $"answers {(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return exception.InnerException?.Message ?? exception.Message;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "does not answer";
        }
    }

    /// <summary>The reasons of the checks that fail, from the body of a health report.</summary>
    private static string? Reason(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var failing = json.RootElement.GetProperty("checks").EnumerateObject()
                .Where(check => check.Value.GetProperty("status").GetString() != "Healthy")
                .Select(check => check.Value.TryGetProperty("reason", out var reason) ? $"{check.Name}: {reason.GetString()}" : check.Name);
            return string.Join("; ", failing);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
