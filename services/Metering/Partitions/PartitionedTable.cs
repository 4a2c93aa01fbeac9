namespace ScfAspire.Metering.Partitions;

/// <summary>A table with one partition for each UTC day.</summary>
/// <param name="Name">Name in schema <c>metering</c>.</param>
/// <param name="RetentionDays">Whole days before today that are kept.</param>
public sealed record PartitionedTable(string Name, int RetentionDays)
{
    /// <summary>Name of one day's partition, e.g. <c>blocks_20261122</c>.</summary>
    public string PartitionOf(DateOnly day) => FormattableString.Invariant($"{Name}_{day:yyyyMMdd}");

    /// <summary>The day of a partition with that name; null when the name is none of this table's.</summary>
    public DateOnly? DayOf(string partition) =>
        partition.StartsWith(Name + "_", StringComparison.Ordinal)
        && DateOnly.TryParseExact(partition.AsSpan(Name.Length + 1), "yyyyMMdd", null, System.Globalization.DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>The first day that is still kept.</summary>
    public DateOnly OldestDay(DateOnly today) => today.AddDays(-RetentionDays);
}
