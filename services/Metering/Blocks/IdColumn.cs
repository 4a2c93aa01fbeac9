using System.Buffers.Binary;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>The column that finds a record: 21 bytes each, uncompressed because request ids are random.</summary>
public static class IdColumn
{
    /// <summary>Bytes of one entry: 16 of request id, 4 of retry number (big endian), 1 of source.</summary>
    public const int EntrySize = 21;

    public static byte[] Encode(IReadOnlyList<RecordRow> rows)
    {
        var column = new byte[rows.Count * EntrySize];
        for (var i = 0; i < rows.Count; i++)
        {
            var entry = column.AsSpan(i * EntrySize, EntrySize);
            rows[i].Id.RequestId.TryWriteBytes(entry, bigEndian: true, out _);
            BinaryPrimitives.WriteInt32BigEndian(entry[16..], rows[i].Id.RetryNum);
            entry[20] = (byte)rows[i].Source;
        }
        return column;
    }

    public static int Count(ReadOnlySpan<byte> column) => column.Length / EntrySize;

    public static (CallId Id, RecordSource Source) Read(ReadOnlySpan<byte> column, int index)
    {
        var entry = column.Slice(index * EntrySize, EntrySize);
        return (new CallId(new Guid(entry[..16], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(entry[16..])), (RecordSource)entry[20]);
    }
}
