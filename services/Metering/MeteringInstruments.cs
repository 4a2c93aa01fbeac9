using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScfAspire.Metering;

/// <summary>Metrics and spans of Metering.</summary>
public sealed class MeteringInstruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "ScfAspire.Metering";

    private readonly Meter _meter = new(Name);

    public MeteringInstruments()
    {
        Stored = _meter.CreateCounter<long>("scf.metering.records.stored", "{record}", "Invocation records stored.");
        Repeated = _meter.CreateCounter<long>("scf.metering.records.repeated", "{record}", "Records that were stored already and were not counted again.");
        Superseded = _meter.CreateCounter<long>("scf.metering.records.superseded", "{record}", "Dispatch's records that gave way to the agent's.");
        Refused = _meter.CreateCounter<long>("scf.metering.records.refused", "{record}", "Records that cannot be stored: malformed, or older than the retention.");
        CommitSeconds = _meter.CreateHistogram<double>("scf.metering.commit.duration", "s", "Time of one ingest transaction.");
        CommitRecords = _meter.CreateHistogram<long>("scf.metering.commit.records", "{record}", "Records in one ingest transaction.");
    }

    /// <summary>Spans of ingest transactions and queries.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    public Counter<long> Stored { get; }

    public Counter<long> Repeated { get; }

    public Counter<long> Superseded { get; }

    public Counter<long> Refused { get; }

    public Histogram<double> CommitSeconds { get; }

    public Histogram<long> CommitRecords { get; }

    public void Dispose() => _meter.Dispose();
}
