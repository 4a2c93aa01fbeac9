using System.Diagnostics.Metrics;

namespace ScfAspire.Scheduler;

/// <summary>Metrics of the Scheduler.</summary>
public sealed class SchedulerInstruments : IDisposable
{
    public const string Name = "ScfAspire.Scheduler";

    private readonly Meter _meter;

    public SchedulerInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        Granted = _meter.CreateCounter<long>("scf.scheduler.leases.granted", "{lease}", "Leases granted.");
        Revoked = _meter.CreateCounter<long>("scf.scheduler.leases.revoked", "{lease}", "Leases taken away.");
        Refused = _meter.CreateCounter<long>("scf.scheduler.demands.refused", "{demand}", "Demands refused, by status code.");
        Started = _meter.CreateCounter<long>("scf.scheduler.instances.started", "{instance}", "Instances started.");
        Failed = _meter.CreateCounter<long>("scf.scheduler.instances.failed", "{instance}", "Starts that failed, by status code.");
        Ended = _meter.CreateCounter<long>("scf.scheduler.instances.ended", "{instance}", "Instances that ended or were ended.");
    }

    public Counter<long> Granted { get; }

    public Counter<long> Revoked { get; }

    public Counter<long> Refused { get; }

    public Counter<long> Started { get; }

    public Counter<long> Failed { get; }

    public Counter<long> Ended { get; }

    public void Dispose() => _meter.Dispose();
}
