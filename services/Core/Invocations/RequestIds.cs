using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ScfAspire.Core.Invocations;

/// <summary>Makes the ids of invocations: UUIDv7, whose first 48 bits are the time in milliseconds, so that a look-up by id is one by time.</summary>
public static class RequestIds
{
    /// <summary>Random bytes of one id.</summary>
    private const int RandomBytes = 10;

    [ThreadStatic]
    private static RandomBlock? _random;

    /// <summary>A new id of the time <paramref name="now"/>.</summary>
    public static Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16);
        (_random ??= new RandomBlock()).Take(bytes[^RandomBytes..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Random numbers of the system, fetched for many ids at once: a system call for each would be seen on the path of a warm call.</summary>
    private sealed class RandomBlock
    {
        private readonly byte[] _bytes = new byte[400 * RandomBytes];
        private int _used = 400 * RandomBytes;

        public void Take(Span<byte> destination)
        {
            if (_used == _bytes.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            var taken = _bytes.AsSpan(_used, destination.Length);
            taken.CopyTo(destination);
            // An id that was given out must not be found in memory again.
            taken.Clear();
            _used += destination.Length;
        }
    }
}
