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

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    /// <summary>A column in which few texts repeat: each text once, then an index for each row.</summary>
    public void Repeating(IEnumerable<string> values)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<int>();
        foreach (var value in values)
        {
            if (!indexes.TryGetValue(value, out var index)) indexes.Add(value, index = indexes.Count);
            rows.Add(index);
        }
        Unsigned((ulong)indexes.Count);
        foreach (var text in indexes.OrderBy(pair => pair.Value)) Text(text.Key);
        foreach (var row in rows) Unsigned((ulong)row);
    }
}
