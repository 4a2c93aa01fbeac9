namespace ScfAspire.Metering.Queries;

/// <summary>What records are ordered by.</summary>
public enum RecordOrder
{
    StartTime,
    Duration,
    Memory,
}
