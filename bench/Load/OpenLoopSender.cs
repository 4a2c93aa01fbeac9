using System.Diagnostics;
using System.Net.Http.Headers;
using HdrHistogram;

namespace ScfAspire.Bench.Load;

/// <summary>One connection of an open loop, on a thread of its own: it sleeps to the microsecond, which timers of the thread pool do not.</summary>
internal sealed class OpenLoopSender(HttpMessageInvoker client, Uri url, OrderSet orders, Schedule schedule, long deadline)
{
    public const long LongestMicroseconds = 60_000_000;
    public const int Digits = 3;

    private const int MostFaults = 3;

    private readonly byte[] _answer = new byte[64 * 1024];

    public LongHistogram Latencies { get; } = new(LongestMicroseconds, Digits);

    public List<string> Faults { get; } = [];

    public Task RunAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                Send();
                ended.SetResult();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
            {
                Faults.Add(exception.Message);
                ended.SetResult();
            }
        })
        { IsBackground = true, Name = "open loop" }.Start();
        return ended.Task;
    }

    private void Send()
    {
        PreciseSleep.Prepare();
        while (schedule.TryNext(out var number, out var due))
        {
            PreciseSleep.Until(due);
            var exchange = orders.Exchanges[(int)(number % orders.Exchanges.Count)];
            if (Post(exchange) is { } fault && Faults.Count < MostFaults) Faults.Add(fault);
            var now = Stopwatch.GetTimestamp();
            Latencies.RecordValue(Math.Clamp((now - due) / (Stopwatch.Frequency / 1_000_000), 1, LongestMicroseconds));
            if (now > deadline)
            {
                schedule.GiveUp();
                return;
            }
        }
    }

    private string? Post(Exchange exchange)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(exchange.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = client.Send(request, CancellationToken.None);
        using var stream = response.Content.ReadAsStream();
        var length = stream.ReadAtLeast(_answer, _answer.Length, throwOnEndOfStream: false);
        return (int)response.StatusCode == 200 && _answer.AsSpan(0, length).SequenceEqual(exchange.Answer)
            ? null
            : $"wrong answer: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(_answer, 0, Math.Min(length, 200))}";
    }
}
