using System.Diagnostics;
using System.Diagnostics.Metrics;
using ScfAspire.ServiceDefaults.Metrics;

namespace ScfAspire.Trigger.Gateway;

/// <summary>Metrics and spans of the gateway.</summary>
public sealed class GatewayInstruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "ScfAspire.Gateway";

    private readonly Meter _meter = new(Name);
    private long _active;

    public GatewayInstruments()
    {
        Seconds = _meter.CreateHistogram<double>("scf.gateway.request.duration", "s", "Time from the request's head to the end of the answer, by HTTP status.");
        _meter.CreateObservableUpDownCounter("scf.gateway.requests.active", () => Volatile.Read(ref _active), "{request}", "Requests under way.");
    }

    public static ActivitySource Activities { get; } = new(Name);

    private Histogram<double> Seconds { get; }

    /// <summary>A request has begun.</summary>
    public void Begin() => Interlocked.Increment(ref _active);

    /// <summary>A request has ended with the HTTP status.</summary>
    public void End(int statusCode, TimeSpan elapsed)
    {
        Interlocked.Decrement(ref _active);
        Seconds.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("http.response.status_code", StatusTag.Of(statusCode)));
    }

    public void Dispose() => _meter.Dispose();
}
