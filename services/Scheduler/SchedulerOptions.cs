namespace ScfAspire.Scheduler;

/// <summary>Tunables; bound from the configuration section <see cref="Section"/>.</summary>
public sealed class SchedulerOptions
{
    public const string Section = "Scheduler";

    /// <summary>How often agents report at least; one not heard of for three intervals is gone.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a lease lasts without renewal.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>An instance that nobody leases for so long is ended.</summary>
    public TimeSpan IdleReclaim { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often expired leases, idle instances and silent agents are looked for.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often each agent is asked for a complete report, which heals whatever was missed.</summary>
    public TimeSpan CompleteReportInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long demand waits for a first agent to register before it is refused.</summary>
    public TimeSpan AgentWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Added to a function's initialisation time limit: the longest start of an instance.</summary>
    public TimeSpan StartGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Failed starts in a row after which the next tries pause.</summary>
    public int FailuresBeforePause { get; set; } = 3;

    /// <summary>The first such pause; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Generic processes to keep ready per warm set (lower-case runtime name) whatever the demand.</summary>
    public Dictionary<string, int> WarmMinimum { get; set; } = new(StringComparer.OrdinalIgnoreCase) { ["nodejs20.19"] = 2, ["python3.10"] = 2, ["customruntime"] = 1 };

    /// <summary>Most generic processes of one warm set.</summary>
    public int WarmMaximum { get; set; } = 16;

    /// <summary>Time over which starts are counted to size the warm sets.</summary>
    public TimeSpan WarmWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Name of the pool for function versions that name none.</summary>
    public string DefaultPool { get; set; } = "local";

    public TimeSpan AgentTimeToLive => HeartbeatInterval * 3;
}
