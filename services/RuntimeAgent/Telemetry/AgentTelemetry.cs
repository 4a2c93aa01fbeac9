using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.ServiceDefaults.Metrics;

namespace ScfAspire.RuntimeAgent.Telemetry;

/// <summary>
/// Traces and metrics of an agent's runs and cold starts, under the name <see cref="Name"/>. Functions are told apart in spans only: an agent
/// meets any number of them, which is too many for metrics.
/// </summary>
internal sealed class AgentTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "ScfAspire.Agent";

    // From an event that a warm function answers at once to the longest time limits.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900],
    };

    private readonly ActivitySource _source = new(Name);
    private readonly Counter<long> _invocations;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _coldStarts;
    private readonly Histogram<double> _coldStart;
    private readonly Histogram<double> _phase;
    private long _running;

    public AgentTelemetry(IMeterFactory meters)
    {
        Meter = meters.Create(Name);
        _invocations = Meter.CreateCounter<long>("scf.agent.invocations", "{invocation}", "Runs that ended, by runtime and status code.");
        _duration = Meter.CreateHistogram("scf.agent.invocation.duration", "s", "Runs of functions, as they are billed but not rounded.", advice: Seconds);
        _coldStarts = Meter.CreateCounter<long>("scf.agent.cold_starts", "{start}", "Instances that were started, by runtime and whether a process was ready.");
        _coldStart = Meter.CreateHistogram("scf.agent.cold_start.duration", "s", "Starts of instances from the request to ready.", advice: Seconds);
        _phase = Meter.CreateHistogram(
            "scf.agent.cold_start.phase.duration", "s", "Parts of those starts; pull_code only where the machine did not have the code, and beside init_runtime.", advice: Seconds);
        Meter.CreateObservableGauge("scf.agent.invocations.running", () => Volatile.Read(ref _running), "{invocation}", "Runs in progress, the sending of their results included.");
    }

    /// <summary>The agent's meter.</summary>
    public Meter Meter { get; }

    /// <summary>Begins a run, and its span when somebody wants it.</summary>
    public RunTelemetry Begin(InstanceSpec spec, ulong instanceId, InvokeFrame head, bool coldStart)
    {
        Interlocked.Increment(ref _running);
        return new RunTelemetry(this, _source.HasListeners() ? StartSpan(spec, instanceId, head, coldStart) : null, head.TraceParent);
    }

    private Activity? StartSpan(InstanceSpec spec, ulong instanceId, InvokeFrame head, bool coldStart)
    {
        // Without a caller's span, or with one that is none, the run begins a trace of its own.
        ActivityContext.TryParse(head.TraceParent, null, isRemote: true, out var parent);
        var span = _source.StartActivity($"run {spec.Key.Namespace}/{spec.Key.Function}", ActivityKind.Server, parent);
        if (span is not { IsAllDataRequested: true }) return span;
        return span.SetTag("scf.namespace", spec.Key.Namespace)
            .SetTag("scf.function", spec.Key.Function)
            .SetTag("scf.version", spec.Version)
            .SetTag("scf.qualifier", head.Qualifier)
            .SetTag("scf.runtime", spec.Runtime)
            .SetTag("scf.request_id", head.RequestId.ToString("D"))
            .SetTag("scf.instance_id", instanceId.ToString("x16", CultureInfo.InvariantCulture))
            .SetTag("scf.cold_start", coldStart);
    }

    /// <summary>Counts a run whose status is known.</summary>
    public void Ended(string runtime, int status, TimeSpan duration)
    {
        if (!_invocations.Enabled && !_duration.Enabled) return;
        var tags = new TagList { { "runtime", runtime }, { "status", StatusTag.Of(status) } };
        _invocations.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>The run holds nothing of the agent any more.</summary>
    public void Left() => Interlocked.Decrement(ref _running);

    /// <summary>Counts an instance that is ready.</summary>
    public void Started(string runtime, ColdStart start)
    {
        if (!_coldStarts.Enabled && !_coldStart.Enabled && !_phase.Enabled) return;
        var tags = new TagList { { "runtime", runtime }, { "warm_process", start.WarmProcess } };
        _coldStarts.Add(1, tags);
        _coldStart.Record(start.TotalUs / 1e6, tags);
        if (start.PullCodeUs > 0) Phase("pull_code", start.PullCodeUs, tags);
        Phase("init_runtime", start.InitRuntimeUs, tags);
        Phase("init_function", start.InitFunctionUs, tags);
    }

    private void Phase(string phase, long microseconds, TagList tags)
    {
        tags.Add("phase", phase);
        _phase.Record(microseconds / 1e6, tags);
    }

    public void Dispose()
    {
        _source.Dispose();
        Meter.Dispose();
    }
}
