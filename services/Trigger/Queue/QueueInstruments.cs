using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScfAspire.Trigger.Queue;

/// <summary>Metrics and spans of the queue.</summary>
public sealed class QueueInstruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "ScfAspire.Queue";

    private readonly Meter _meter = new(Name);

    public QueueInstruments()
    {
        Accepted = _meter.CreateCounter<long>("scf.queue.events.accepted", "{event}", "Events committed.");
        Ended = _meter.CreateCounter<long>("scf.queue.events.ended", "{event}", "Events that ended, by outcome.");
        Retried = _meter.CreateCounter<long>("scf.queue.events.retried", "{event}", "Runs that are to be repeated, by status code.");
        Redelivered = _meter.CreateCounter<long>("scf.queue.events.redelivered", "{event}", "Events taken over from a dead owner.");
        Running = _meter.CreateUpDownCounter<long>("scf.queue.events.running", "{event}", "Events running now.");
        WaitSeconds = _meter.CreateHistogram<double>("scf.queue.wait.duration", "s", "Time from acceptance to the first run.");
        CommitEvents = _meter.CreateHistogram<long>("scf.queue.commit.events", "{event}", "Events in one insert.");
    }

    public static ActivitySource Activities { get; } = new(Name);

    public Counter<long> Accepted { get; }

    public Counter<long> Ended { get; }

    public Counter<long> Retried { get; }

    public Counter<long> Redelivered { get; }

    public UpDownCounter<long> Running { get; }

    public Histogram<double> WaitSeconds { get; }

    public Histogram<long> CommitEvents { get; }

    public void Dispose() => _meter.Dispose();
}
