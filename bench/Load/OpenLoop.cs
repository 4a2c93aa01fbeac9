using System.Diagnostics;
using System.Globalization;
using HdrHistogram;

namespace ScfAspire.Bench.Load;

/// <summary>
/// Sends at a fixed rate whatever the answers do, and counts each latency from the time at which its request was due, so that a stall shows in
/// every request that it delays. No generator that Debian or the package feeds carry counts so (wrk, hey, bombardier and h2load count from
/// the send, wrk2 and NBomber are not there): this one adds the schedule to .NET's own HTTP client. Every answer is compared.
/// </summary>
internal static class OpenLoop
{
    /// <summary>A round that takes this many times its length could not keep the rate.</summary>
    private const int LongestFactor = 3;

    /// <param name="url">Where orders are posted.</param>
    /// <param name="connections">Connections, and so the most requests under way; a request that finds none free waits, and its wait counts.</param>
    /// <param name="perSecond">Requests that are due in a second.</param>
    /// <param name="duration">Length of the schedule.</param>
    /// <param name="orders">What is sent, in turn.</param>
    public static async Task<LatencyReport> RunAsync(Uri url, int connections, double perSecond, TimeSpan duration, OrderSet orders)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var schedule = new Schedule(perSecond, duration);
        var senders = Enumerable.Range(0, connections).Select(_ => new OpenLoopSender(client, url, orders, schedule, Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * LongestFactor * Stopwatch.Frequency))).ToList();
        await Task.WhenAll(senders.Select(sender => sender.RunAsync()));
        var latencies = new LongHistogram(OpenLoopSender.LongestMicroseconds, OpenLoopSender.Digits);
        foreach (var sender in senders) latencies.Add(sender.Latencies);
        var faults = senders.SelectMany(sender => sender.Faults).ToList();
        if (latencies.TotalCount == 0) faults.Add("no request was due, or none was answered");
        if (schedule.IsBehind) faults.Add(string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} requests/s could not be kept up"));
        return new LatencyReport(latencies, faults);
    }
}
