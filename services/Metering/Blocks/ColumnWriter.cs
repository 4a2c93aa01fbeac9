using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ScfAspire.Metering.Blocks;

/// <summary>Writes the numbers and texts of a block's columns in few bytes.</summary>
public sealed class ColumnWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Seven bits to a byte, low bits first.</summary>
    public void Unsigned(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[length++] = (byte)value;
        _buffer.Advance(length);
    }

    /// <summary>Small magnitudes in few bytes, whatever their sign.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Fixed(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>A text, in UTF-8.</summary>
    public void Text(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        _buffer.Write(value);
    }

    /// <summary>A column in which few texts repeat: each text once, then an index for each row.</summary>
    public void Repeating(IReadOnlyList<RecordRow> rows, Func<RecordRow, string> column)
    {
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var indexes = new int[rows.Count];
        var latest = "";
        var index = -1;
        for (var i = 0; i < rows.Count; i++)
        {
            var text = column(rows[i]);
            if (index < 0 || !ReferenceEquals(text, latest))
            {
                if (!texts.TryGetValue(text, out index)) texts.Add(text, index = texts.Count);
                latest = text;
            }
            indexes[i] = index;
        }
        Unsigned((ulong)texts.Count);
        foreach (var text in texts.OrderBy(pair => pair.Value)) Text(Encoding.UTF8.GetBytes(text.Key));
        foreach (var each in indexes) Unsigned((ulong)each);
    }

    /// <summary>A column that few rows have: how many, then the row's index and its text for each.</summary>
    public void Sparse(IReadOnlyList<RecordRow> rows, Func<RecordRow, ReadOnlyMemory<byte>?> column)
    {
        var present = 0;
        foreach (var row in rows)
            if (column(row) is not null) present++;
        Unsigned((ulong)present);
        for (var i = 0; i < rows.Count && present > 0; i++)
        {
            if (column(rows[i]) is not { } text) continue;
            Unsigned((ulong)i);
            Text(text.Span);
            present--;
        }
    }
}
