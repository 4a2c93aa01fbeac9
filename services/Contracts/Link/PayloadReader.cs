using System.Buffers;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>Reads a payload's fields in order; every step is checked against what is left.</summary>
internal ref struct PayloadReader(ReadOnlySequence<byte> payload)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private SequenceReader<byte> _reader = new(payload);

    public byte UInt8() => _reader.TryRead(out var value) ? value : throw TooShort();

    public ushort UInt16() => _reader.TryReadLittleEndian(out short value) ? (ushort)value : throw TooShort();

    public uint UInt32() => _reader.TryReadLittleEndian(out int value) ? (uint)value : throw TooShort();

    public long Int64() => _reader.TryReadLittleEndian(out long value) ? value : throw TooShort();

    public ulong UInt64() => (ulong)Int64();

    public bool Flag() => UInt8() switch
    {
        0 => false,
        1 => true,
        var other => throw new FrameFormatException($"A yes/no byte is {other}."),
    };

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!_reader.TryCopyTo(bytes)) throw TooShort();
        _reader.Advance(16);
        return new Guid(bytes, bigEndian: true);
    }

    public byte[] Bytes(int count)
    {
        if (_reader.Remaining < count) throw TooShort();
        var bytes = new byte[count];
        _reader.TryCopyTo(bytes);
        _reader.Advance(count);
        return bytes;
    }

    public string Text16() => Text(UInt16());

    public string Text32() => Text(UInt32());

    public string Rest() => Text(_reader.Remaining);

    public IReadOnlyList<KeyValuePair<string, string>> Fields()
    {
        int count = UInt16();
        if (count == 0) return [];
        // Each field needs four bytes at least: a count that the payload cannot hold allocates nothing.
        if (_reader.Remaining < count * 4L) throw TooShort();
        var fields = new KeyValuePair<string, string>[count];
        for (var i = 0; i < count; i++) fields[i] = new(Text16(), Text16());
        return fields;
    }

    public readonly void End()
    {
        if (_reader.Remaining != 0) throw new FrameFormatException($"{_reader.Remaining} bytes follow the end of a frame's fields.");
    }

    public string Text(long length)
    {
        if (length == 0) return "";
        if (_reader.Remaining < length) throw TooShort();
        var bytes = _reader.UnreadSequence.Slice(0, length);
        _reader.Advance(length);
        try
        {
            return bytes.IsSingleSegment ? StrictUtf8.GetString(bytes.FirstSpan) : StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new FrameFormatException("A text in a frame is not UTF-8.", e);
        }
    }

    private static FrameFormatException TooShort() => new("A frame's payload ends within a field.");
}
