using System.Buffers;
using System.IO.Compression;

namespace ScfAspire.Metering.Blocks;

/// <summary>Brotli with the plain length in front. Its fastest level: a record's cost counts into every invocation, and log lines repeat enough for it.</summary>
public static class Compression
{
    private const int Quality = 1;
    private const int WindowBits = 20;

    public static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        var rented = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length) + 4);
        try
        {
            BitConverter.TryWriteBytes(rented, plain.Length);
            if (!BrotliEncoder.TryCompress(plain, rented.AsSpan(4), out var written, Quality, WindowBits))
                throw new InvalidOperationException($"Brotli could not compress {plain.Length} bytes.");
            return rented.AsSpan(0, written + 4).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Compress"/> made.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length < 4) throw new InvalidDataException("A compressed column is shorter than its length field.");
        var plain = new byte[BitConverter.ToInt32(compressed)];
        if (!BrotliDecoder.TryDecompress(compressed[4..], plain, out var written) || written != plain.Length)
            throw new InvalidDataException("A compressed column is damaged.");
        return plain;
    }
}
