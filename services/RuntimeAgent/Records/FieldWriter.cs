using System.Text;
using Google.Protobuf;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Writes protobuf fields into a span that is long enough. Like protobuf, leaves out what has its default value.</summary>
internal ref struct FieldWriter(Span<byte> destination)
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public void Number(int field, long value)
    {
        if (value == 0) return;
        Raw((uint)(field << 3) | Varint);
        Raw((ulong)value);
    }

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Raw((uint)(field << 3) | LengthDelimited);
        Raw((ulong)value.Length);
        Encoded(value);
    }

    public void Text(int field, string value)
    {
        if (value.Length > 0) PresentText(field, value);
    }

    /// <summary>A text of a field that knows presence: written even when it is empty.</summary>
    public void PresentText(int field, string value)
    {
        Raw((uint)(field << 3) | LengthDelimited);
        Raw((ulong)Encoding.UTF8.GetByteCount(value));
        Length += Encoding.UTF8.GetBytes(value, _destination[Length..]);
    }

    public void Message(int field, IMessage value)
    {
        var size = value.CalculateSize();
        Raw((uint)(field << 3) | LengthDelimited);
        Raw((ulong)size);
        value.WriteTo(_destination.Slice(Length, size));
        Length += size;
    }

    /// <summary>Fields that are encoded already.</summary>
    public void Encoded(scoped ReadOnlySpan<byte> fields)
    {
        fields.CopyTo(_destination[Length..]);
        Length += fields.Length;
    }

    private void Raw(ulong value)
    {
        for (; value > 0x7F; value >>= 7) _destination[Length++] = (byte)(value | 0x80);
        _destination[Length++] = (byte)value;
    }
}
