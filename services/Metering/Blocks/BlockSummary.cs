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

    public static BlockSummary Of(IReadOnlyList<StoredRecord> records) => new()
    {
        Records = records.Count,
        Succeeded = records.Count(record => Outcomes.Of(record.Message.StatusCode) == Outcome.Succeeded),
        TimedOut = records.Count(record => Outcomes.Of(record.Message.StatusCode) == Outcome.TimedOut),
        OverLimit = records.Count(record => Outcomes.Of(record.Message.StatusCode) == Outcome.OverLimit),
        UserFailed = records.Count(record => Outcomes.Of(record.Message.StatusCode) == Outcome.UserFailed),
        MinStartUs = records.Min(record => record.Message.StartUnixUs),
        MaxStartUs = records.Max(record => record.Message.StartUnixUs),
        MinDurationUs = records.Min(record => record.Message.DurationUs),
        MaxDurationUs = records.Max(record => record.Message.DurationUs),
        MinMemory = records.Min(record => record.Message.MemoryUsedBytes),
        MaxMemory = records.Max(record => record.Message.MemoryUsedBytes),
    };
}
