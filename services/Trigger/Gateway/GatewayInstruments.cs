using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScfAspire.Trigger.Gateway;

/// <summary>Metrics and spans of the gateway.</summary>
public sealed class GatewayInstruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "ScfAspire.Gateway";

    private readonly Meter _meter = new(Name);

    public GatewayInstruments()
    {
        Seconds = _meter.CreateHistogram<double>("scf.gateway.request.duration", "s", "Time from the request's head to the end of the answer, by HTTP status.");
        Active = _meter.CreateUpDownCounter<long>("scf.gateway.requests.active", "{request}", "Requests under way.");
    }

    public static ActivitySource Activities { get; } = new(Name);

    public Histogram<double> Seconds { get; }

    public UpDownCounter<long> Active { get; }

    public void Dispose() => _meter.Dispose();
}
