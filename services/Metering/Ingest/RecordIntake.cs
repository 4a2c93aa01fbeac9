using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;
using ScfAspire.Metering.Partitions;

namespace ScfAspire.Metering.Ingest;

/// <summary>Decides whether a record can be stored, and under which second.</summary>
public sealed class RecordIntake(PartitionStore partitions, TimeProvider time)
{
    /// <summary>The record in the form in which it is stored; null with the reason when it never can be.</summary>
    /// <remarks>
    /// One bad record must not hold up the spool behind it for ever, so it is refused by itself and the batch goes on. The bucket comes from the
    /// request id, which the agent's record and Dispatch's share, while their clocks may differ.
    /// </remarks>
    public (StoredRecord Record, BlockKey Key)? Accept(InvocationRecord message, out string? refusal)
    {
        refusal = null;
        if (message.RequestId.Length != 16) refusal = $"its request id has {message.RequestId.Length} bytes instead of 16";
        else if (message.Key is not { Namespace.Length: > 0, Function.Length: > 0 }) refusal = "it names no function";
        else if (HasNul(message.Key.Namespace) || HasNul(message.Key.Function) || HasNul(message.FunctionId)
            || HasNul(message.Version) || HasNul(message.Qualifier) || HasNul(message.Pool)) refusal = "a name in it holds a NUL character";
        else if (message.RetryNum < 0) refusal = $"its retry number is {message.RetryNum}";
        if (refusal is not null) return null;

        var id = new CallId(new Guid(message.RequestId.Span, bigEndian: true), message.RetryNum);
        var now = time.GetUtcNow();
        var started = Instant(message.StartUnixUs);
        var bucket = id.Created is { } created && InWindow(created) ? created
            : started is { } start && InWindow(start) ? start
            : (DateTimeOffset?)null;
        if (bucket is null)
        {
            if ((started ?? id.Created) is { } when && DateOnly.FromDateTime(when.UtcDateTime) < partitions.Blocks.OldestDay(partitions.Today))
            {
                refusal = $"it is of {when:yyyy-MM-dd}, older than the retention of {partitions.Blocks.RetentionDays} days";
                return null;
            }
            bucket = now;
        }
        // A start time far from the id's is a broken clock: the rollup of a minute that has no partition could not take it.
        if (started is null || !InWindow(started.Value)) message.StartUnixUs = bucket.Value.ToUnixTimeMilliseconds() * 1000;
        var source = message.Source == RecordSource.Agent ? RecordSource.Agent : RecordSource.Dispatch;
        var key = new BlockKey(
            DateTimeOffset.FromUnixTimeSeconds(bucket.Value.ToUnixTimeSeconds()), message.Key.Namespace, message.Key.Function,
            message.FunctionId, message.Version, message.Qualifier);
        return (new StoredRecord(id, source, message), key);
    }

    private bool InWindow(DateTimeOffset instant)
    {
        var day = DateOnly.FromDateTime(instant.UtcDateTime);
        return day >= partitions.Blocks.OldestDay(partitions.Today) && day <= partitions.NewestDay;
    }

    private static DateTimeOffset? Instant(long unixUs) =>
        unixUs is > 0 and < 253_402_300_800_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(unixUs / 1000) : null;

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
