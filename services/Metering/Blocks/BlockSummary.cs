namespace ScfAspire.Metering.Blocks;

/// <summary>What a query needs to know of a block before it opens it.</summary>
public sealed record BlockSummary
{
    public int Records { get; init; }

    public int Succeeded { get; init; }

    public int TimedOut { get; init; }

    public int OverLimit { get; init; }

    public int UserFailed { get; init; }

    public long MinStartUs { get; init; }

    public long MaxStartUs { get; init; }

    public long MinDurationUs { get; init; }

    public long MaxDurationUs { get; init; }

    public long MinMemory { get; init; }

    public long MaxMemory { get; init; }

    public static BlockSummary Of(IReadOnlyList<RecordRow> rows)
    {
        int succeeded = 0, timedOut = 0, overLimit = 0, userFailed = 0;
        long minStart = long.MaxValue, maxStart = long.MinValue, minDuration = long.MaxValue, maxDuration = long.MinValue, minMemory = long.MaxValue, maxMemory = long.MinValue;
        foreach (var row in rows)
        {
            switch (Outcomes.Of(row.StatusCode))
            {
                case Outcome.Succeeded: succeeded++; break;
                case Outcome.TimedOut: timedOut++; break;
                case Outcome.OverLimit: overLimit++; break;
                case Outcome.UserFailed: userFailed++; break;
            }
            minStart = Math.Min(minStart, row.StartUs);
            maxStart = Math.Max(maxStart, row.StartUs);
            minDuration = Math.Min(minDuration, row.DurationUs);
            maxDuration = Math.Max(maxDuration, row.DurationUs);
            minMemory = Math.Min(minMemory, row.MemoryUsedBytes);
            maxMemory = Math.Max(maxMemory, row.MemoryUsedBytes);
        }
        return new BlockSummary
        {
            Records = rows.Count,
            Succeeded = succeeded,
            TimedOut = timedOut,
            OverLimit = overLimit,
            UserFailed = userFailed,
            MinStartUs = minStart,
            MaxStartUs = maxStart,
            MinDurationUs = minDuration,
            MaxDurationUs = maxDuration,
            MinMemory = minMemory,
            MaxMemory = maxMemory,
        };
    }
}
