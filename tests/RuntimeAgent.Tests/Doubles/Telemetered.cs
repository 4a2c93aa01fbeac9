using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ScfAspire.RuntimeAgent.Telemetry;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>What one agent measures, and the spans of one trace; of other agents and traces in the process it takes nothing.</summary>
internal sealed class Telemetered : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;
    private readonly ConcurrentQueue<string> _measured = new();

    public Telemetered(AgentUnderTest agent, ActivityTraceId trace)
    {
        var scope = agent.Meters;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AgentTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, scope)) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Enqueue(FormattableString.Invariant($"{Series(instrument, tags)} {value}")));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Enqueue($"{Series(instrument, tags)} {(value > 0 ? "positive" : "zero")}"));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == AgentTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    /// <summary>Each measurement as "instrument[tag=value,...] value", durations as "positive".</summary>
    public IReadOnlyCollection<string> Measured => _measured;

    /// <summary>Reads the gauges.</summary>
    public void Observe() => _meters.RecordObservableInstruments();

    private static string Series(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        List<string> texts = [];
        foreach (var (key, value) in tags) texts.Add(FormattableString.Invariant($"{key}={value}"));
        return $"{instrument.Name}[{string.Join(',', texts)}]";
    }

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }
}
