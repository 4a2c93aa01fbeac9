using ScfAspire.Metering.Blocks;
using ScfAspire.Metering.Partitions;

namespace ScfAspire.Metering.Ingest;

/// <summary>Decides whether a record can be stored, and under which second.</summary>
public sealed class RecordIntake(PartitionStore partitions, TimeProvider time)
{
    private const long LastMillisecond = 253_402_300_799_999;

    /// <summary>Days for which there are partitions, as of one instant.</summary>
    public readonly record struct Window(long FirstMs, long EndMs, long NowMs);

    /// <summary>The window that holds for one transaction.</summary>
    public Window Open() => new(
        Start(partitions.Blocks.OldestDay(partitions.Today)), Start(partitions.NewestDay.AddDays(1)), time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The second, since 1970, under which the record is stored; null with the reason when it never can be.</summary>
    /// <remarks>
    /// One bad record must not hold up the spool behind it for ever, so it is refused by itself and the batch goes on. The bucket comes from the
    /// request id, which the agent's record and Dispatch's share, while their clocks may differ.
    /// </remarks>
    public long? SecondOf(RecordRow row, in Window window, out string? refusal)
    {
        refusal = null;
        var created = row.Id.CreatedMs;
        long? started = row.StartUs is > 0 and < (LastMillisecond + 1) * 1000 ? row.StartUs / 1000 : null;
        var bucket = InWindow(created, window) ? created : InWindow(started, window) ? started : null;
        if (bucket is null)
        {
            if ((started ?? created) is { } when && when < window.FirstMs)
            {
                refusal = $"it is of {DateTimeOffset.FromUnixTimeMilliseconds(when):yyyy-MM-dd}, older than the retention of {partitions.Blocks.RetentionDays} days";
                return null;
            }
            bucket = window.NowMs;
        }
        // A start time far from the id's is a broken clock: the rollup of a minute that has no partition could not take it.
        if (!InWindow(started, window)) row.StartUs = bucket.Value * 1000;
        return bucket.Value / 1000;
    }

    private static bool InWindow(long? ms, in Window window) => ms >= window.FirstMs && ms < window.EndMs;

    private static long Start(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
