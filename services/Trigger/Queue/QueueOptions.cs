using ScfAspire.ServiceDefaults;

namespace ScfAspire.Trigger.Queue;

/// <summary>The limits of the asynchronous queue, each in this one place.</summary>
public sealed record QueueOptions
{
    /// <summary>Environment key of <see cref="FunctionConcurrency"/>.</summary>
    public const string FunctionConcurrencyKey = "SCF_QUEUE_FUNCTION_CONCURRENCY";

    /// <summary>Bytes of an asynchronous event, by the SCF interface.</summary>
    public const int MaxPayloadBytes = 128 * 1024;

    /// <summary>Retries after an error of the function are this far apart, by the SCF interface.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>MsgTTL of a function that sets none, by the SCF interface.</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromSeconds(21_600);

    /// <summary>Events of one function that one process runs at the same time, 1 to 10,000.</summary>
    public int FunctionConcurrency { get; init; } = 32;

    /// <summary>Events of one function that one process holds in memory, running ones included; the rest waits in the table.</summary>
    public int HeldPerFunction { get; init; } = 512;

    /// <summary>Payload bytes that one process holds in memory.</summary>
    public long HeldBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Events of one insert or one acknowledgement at most.</summary>
    public int SetSize { get; init; } = 1_000;

    /// <summary>Inserts that may be under way at the same time: one gathers while another waits for the disk.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>An owner that has not renewed its lease for so long is dead, whatever its session lock says.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often an owner renews its lease and looks for dead ones.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A stop waits so long for running events before it gives them back.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Dead events are kept so long.</summary>
    public TimeSpan DeadRetention { get; init; } = TimeSpan.FromDays(3);

    /// <exception cref="ConfigurationException">A value is not a number in its range.</exception>
    public static QueueOptions From(IConfiguration configuration)
    {
        var text = configuration[FunctionConcurrencyKey];
        if (string.IsNullOrEmpty(text)) return new QueueOptions();
        return int.TryParse(text, out var concurrency) && concurrency is >= 1 and <= 10_000
            ? new QueueOptions { FunctionConcurrency = concurrency, HeldPerFunction = Math.Max(512, concurrency * 2) }
            : throw new ConfigurationException($"{FunctionConcurrencyKey}={text} is not a number from 1 to 10000.");
    }
}
