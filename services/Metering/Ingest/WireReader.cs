using System.Buffers.Binary;

namespace ScfAspire.Metering.Ingest;

/// <summary>Reads protobuf fields where they lie.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int Varint = 0;
    private const int EightBytes = 1;
    private const int LengthDelimited = 2;
    private const int FourBytes = 5;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _type;

    /// <summary>Where the next field begins, or its value once <see cref="Next"/> has read the number.</summary>
    public int Position { get; private set; }

    /// <summary>Number of the next field; 0 at the end. Its value must be read or skipped before the one after it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message; so for all members.</exception>
    public int Next()
    {
        if (Position == _bytes.Length) return 0;
        var tag = Raw();
        _type = (int)(tag & 7);
        return tag is > 7 and <= uint.MaxValue ? (int)(tag >> 3) : throw new InvalidDataException($"{tag} is the tag of no field.");
    }

    public long Number()
    {
        Expect(Varint);
        return (long)Raw();
    }

    public ulong Fixed()
    {
        Expect(EightBytes);
        var start = Advance(8);
        return BinaryPrimitives.ReadUInt64LittleEndian(_bytes[start..]);
    }

    /// <summary>A text, bytes or a message: where they lie.</summary>
    public Range Bytes()
    {
        Expect(LengthDelimited);
        var length = Raw();
        if (length > int.MaxValue) throw new InvalidDataException($"A field says that it has {length} bytes.");
        var start = Advance((int)length);
        return start..Position;
    }

    /// <summary>Passes over a field of a later version.</summary>
    public void Skip()
    {
        switch (_type)
        {
            case Varint: Raw(); break;
            case EightBytes: Advance(8); break;
            case LengthDelimited: Bytes(); break;
            case FourBytes: Advance(4); break;
            default: throw new InvalidDataException($"A field has wire type {_type}.");
        }
    }

    /// <summary>Passes over these fields if they are what comes next.</summary>
    public bool TrySkip(ReadOnlySpan<byte> fields)
    {
        if (fields.IsEmpty || !_bytes[Position..].StartsWith(fields)) return false;
        Position += fields.Length;
        return true;
    }

    private ulong Raw()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = _bytes[Advance(1)];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("A number has more than ten bytes.");
    }

    private int Advance(int count)
    {
        if (count > _bytes.Length - Position) throw new InvalidDataException("A message ends within a field.");
        var start = Position;
        Position += count;
        return start;
    }

    private readonly void Expect(int type)
    {
        if (_type != type) throw new InvalidDataException($"A field has wire type {_type} instead of {type}.");
    }
}
