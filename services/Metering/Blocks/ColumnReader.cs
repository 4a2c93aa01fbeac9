using System.Buffers.Binary;
using System.Text;

namespace ScfAspire.Metering.Blocks;

/// <summary>Reads what <see cref="ColumnWriter"/> wrote.</summary>
public ref struct ColumnReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Fixed()
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public ReadOnlySpan<byte> Bytes()
    {
        var length = (int)Unsigned();
        var bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    public string[] Repeating(int rows)
    {
        var texts = new string[(int)Unsigned()];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text();
        var column = new string[rows];
        for (var i = 0; i < rows; i++) column[i] = texts[(int)Unsigned()];
        return column;
    }
}
