using System.Diagnostics;
using System.Diagnostics.Metrics;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.ServiceDefaults.Metrics;

namespace ScfAspire.Dispatch.Telemetry;

/// <summary>Traces and metrics of invocations, under the name <see cref="Name"/>.</summary>
public sealed class DispatchTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "ScfAspire.Dispatch";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Counter<long> _invocations;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _coldStarts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _coldStart;
    private readonly Histogram<long> _memory;
    private long _running;

    public DispatchTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _invocations = _meter.CreateCounter<long>("scf.invocations", "{invocation}", "Invocations that ended.");
        _errors = _meter.CreateCounter<long>("scf.invocation.errors", "{invocation}", "Invocations that ended with another status than 200.");
        _coldStarts = _meter.CreateCounter<long>("scf.cold_starts", "{start}", "Invocations that waited for the start of an instance.");
        _duration = _meter.CreateHistogram<double>("scf.invocation.duration", "s", "From the call to its end, waiting included.");
        _coldStart = _meter.CreateHistogram<double>("scf.cold_start.duration", "s", "Starts of instances that an invocation waited for.");
        _memory = _meter.CreateHistogram<long>("scf.invocation.memory", "By", "Memory that functions used, at its highest.");
        _meter.CreateObservableUpDownCounter("scf.invocations.running", () => Volatile.Read(ref _running), "{invocation}", "Invocations that run or wait.");
    }

    /// <summary>Starts the span of an invocation; null while nobody listens.</summary>
    public Activity? Start(Invocation invocation)
    {
        Interlocked.Increment(ref _running);
        if (!_source.HasListeners()) return null;
        var activity = Activity.Current is null && ActivityContext.TryParse(invocation.TraceParent, null, out var parent)
            ? _source.StartActivity("invoke", ActivityKind.Client, parent)
            : _source.StartActivity("invoke", ActivityKind.Client);
        activity?.SetTag("scf.namespace", invocation.Namespace)
            .SetTag("scf.function", invocation.Function)
            .SetTag("scf.qualifier", invocation.Qualifier)
            .SetTag("scf.request_id", invocation.RequestId);
        return activity;
    }

    /// <summary>Counts the end of an invocation and ends its span.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="result">Null when the caller went away.</param>
    /// <param name="elapsed">Since its start.</param>
    /// <param name="activity">From <see cref="Start"/>.</param>
    public void End(Invocation invocation, InvocationResult? result, TimeSpan elapsed, Activity? activity)
    {
        Interlocked.Decrement(ref _running);
        var status = result?.StatusCode ?? 499;
        if (_invocations.Enabled || _duration.Enabled)
        {
            var tags = new TagList { { "namespace", invocation.Namespace }, { "function", invocation.Function }, { "status", StatusTag.Of(status) } };
            _invocations.Add(1, tags);
            _duration.Record(elapsed.TotalSeconds, tags);
            if (result is { MemoryUsedBytes: > 0 }) _memory.Record(result.MemoryUsedBytes, tags);
            if (status != 200) _errors.Add(1, tags);
            if (result is { ColdStartMicroseconds: > 0 })
            {
                _coldStarts.Add(1, tags);
                _coldStart.Record(result.ColdStartMicroseconds / 1e6, tags);
            }
        }

        if (activity is null) return;
        activity.SetTag("scf.status_code", status).SetTag("scf.version", result?.Version);
        if (status != 200) activity.SetStatus(ActivityStatusCode.Error, result?.ErrorMessage);
        activity.Dispose();
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
