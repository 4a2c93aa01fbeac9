using System.Buffers.Binary;

namespace ScfAspire.Metering.Blocks;

/// <summary>What makes a run unique: the request id, kept through all retries, and the number of the retry.</summary>
public readonly record struct CallId(Guid RequestId, int RetryNum)
{
    // 48 bits reach beyond the year 9999.
    private const long LastMillisecond = 253_402_300_799_999;

    /// <summary>The instant in a UUIDv7; null for an id of another kind.</summary>
    public DateTimeOffset? Created => CreatedMs is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>The same in milliseconds since 1970.</summary>
    public long? CreatedMs
    {
        get
        {
            if (RequestId.Version != 7) return null;
            Span<byte> bytes = stackalloc byte[16];
            RequestId.TryWriteBytes(bytes, bigEndian: true, out _);
            var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
            return milliseconds <= LastMillisecond ? milliseconds : null;
        }
    }
}
