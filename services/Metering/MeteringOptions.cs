using ScfAspire.ServiceDefaults;

namespace ScfAspire.Metering;

/// <summary>What an installation may set for Metering.</summary>
public sealed record MeteringOptions
{
    /// <summary>Environment key of <see cref="RecordRetentionDays"/>.</summary>
    public const string RecordRetentionKey = "SCF_RECORD_RETENTION_DAYS";

    /// <summary>Environment key of <see cref="RollupRetentionDays"/>.</summary>
    public const string RollupRetentionKey = "SCF_ROLLUP_RETENTION_DAYS";

    /// <summary>Whole days that records and logs are kept, 1 to 365. An event may be retried for hours under its first request id, so at least 2 is sensible.</summary>
    public int RecordRetentionDays { get; init; } = 7;

    /// <summary>Whole days that per-minute sums are kept, 1 to 3,660.</summary>
    public int RollupRetentionDays { get; init; } = 92;

    /// <summary>Days for which partitions are made ahead.</summary>
    public int DaysAhead { get; init; } = 2;

    /// <summary>Silence after which the connection that listens for commits is asked whether it still has another end.</summary>
    public TimeSpan ListenerPing { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long that may take; whole seconds.</summary>
    public TimeSpan ListenerPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ConfigurationException">A value is not a number in its range.</exception>
    public static MeteringOptions From(IConfiguration configuration)
    {
        var options = new MeteringOptions
        {
            RecordRetentionDays = Days(configuration, RecordRetentionKey, 7, 365),
            RollupRetentionDays = Days(configuration, RollupRetentionKey, 92, 3660),
        };
        // A record that is still there may have to be taken out of its rollup.
        return options.RollupRetentionDays >= options.RecordRetentionDays
            ? options
            : throw new ConfigurationException($"{RollupRetentionKey} must not be less than {RecordRetentionKey}.");
    }

    private static int Days(IConfiguration configuration, string key, int fallback, int highest)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text)) return fallback;
        return int.TryParse(text, out var days) && days >= 1 && days <= highest
            ? days
            : throw new ConfigurationException($"{key}={text} is not a number of days from 1 to {highest}.");
    }
}
