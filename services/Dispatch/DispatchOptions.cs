using ScfAspire.Contracts.Link;

namespace ScfAspire.Dispatch;

/// <summary>Tunables of the dispatching side; bound from the configuration section <see cref="Section"/>.</summary>
public sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>A lease without a call for so long is given back.</summary>
    public TimeSpan LeaseIdle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same where others are enough for all calls, so that more bring no further answers.</summary>
    public TimeSpan SurplusIdle { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often leases are renewed; well below the Scheduler's lease duration.</summary>
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often idle leases and waiting requests are looked at.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request without any instance waits while the Scheduler cannot be reached.</summary>
    public TimeSpan SchedulerLostLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to a function's initialisation time limit: the longest wait for an instance.</summary>
    public TimeSpan StartGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Assumed time of a cold start until one was seen.</summary>
    public TimeSpan ColdStartGuess { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Added to a function's time limit before the agent is asked to cancel, and once more before it is given up.</summary>
    public TimeSpan DeadlineGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Times that a call is sent, the first included, while agents prove that the function never saw it.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Bytes of an answer that an agent may send ahead of the reader.</summary>
    public int InitialWindow { get; set; } = 4 * FrameLimits.LinkPayloadBytes;

    /// <summary>Most bytes of an event function's result: the 6 MB of the SCF interface and its envelope.</summary>
    public int ResultLimit { get; set; } = 7 * 1024 * 1024;

    /// <summary>Longest time to connect to an agent and shake hands.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A link on which nothing came for so long is asked for a sign of life.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A link on which nothing came for so long is lost.</summary>
    public TimeSpan LinkTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Ended calls of one link that are held until the agent has shipped their records; over it the oldest are let go.</summary>
    public int HeldLimit { get; set; } = 50_000;

    /// <summary>Functions whose routes are remembered; over it those are dropped that were not asked for of late.</summary>
    public int RouteLimit { get; set; } = 10_000;

    /// <summary>Functions that changed last whose routes are remembered before anybody asks: a first call after a deployment then finds its route here.</summary>
    public int AnnouncedLimit { get; set; } = 128;

    /// <summary>Records of one batch to Metering.</summary>
    public int RecordBatch { get; set; } = 500;

    /// <summary>Records that wait for Metering; over it the oldest are dropped and counted.</summary>
    public int RecordLimit { get; set; } = 100_000;
}
