using System.Buffers.Binary;

namespace ScfAspire.Metering.Blocks;

/// <summary>What makes a run unique: the request id, kept through all retries, and the number of the retry.</summary>
public readonly record struct CallId(Guid RequestId, int RetryNum)
{
    /// <summary>The instant in a UUIDv7; null for an id of another kind.</summary>
    public DateTimeOffset? Created
    {
        get
        {
            if (RequestId.Version != 7) return null;
            Span<byte> bytes = stackalloc byte[16];
            RequestId.TryWriteBytes(bytes, bigEndian: true, out _);
            var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
            // 48 bits reach beyond the year 9999.
            return milliseconds <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }
    }
}
