using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>Writes one frame of known length into a single span of the destination, without allocating.</summary>
internal ref struct PayloadWriter
{
    private readonly IBufferWriter<byte> _destination;
    private readonly Span<byte> _frame;
    private int _position;

    public PayloadWriter(IBufferWriter<byte> destination, FrameKind kind, uint callId, int payloadLength, byte flags = 0)
    {
        if (payloadLength > FrameLimits.LinkPayloadBytes)
            throw new FrameFormatException($"A {kind} frame of {payloadLength} bytes is over the limit of {FrameLimits.LinkPayloadBytes}.");
        _destination = destination;
        _frame = destination.GetSpan(FrameLimits.HeaderBytes + payloadLength)[..(FrameLimits.HeaderBytes + payloadLength)];
        new FrameHeader(payloadLength, kind, flags, callId).WriteTo(_frame);
        _position = FrameLimits.HeaderBytes;
    }

    /// <summary>Bytes of a text with its u16 count.</summary>
    /// <exception cref="FrameFormatException">The text is longer than the count can say.</exception>
    public static int Size16(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= ushort.MaxValue ? 2 + bytes : throw new FrameFormatException($"A text of {bytes} bytes does not fit a frame.");
    }

    public static int SizeOf(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        if (fields.Count > ushort.MaxValue) throw new FrameFormatException($"{fields.Count} headers do not fit a frame.");
        long size = 2;
        for (var i = 0; i < fields.Count; i++) size += Size16(fields[i].Key) + Size16(fields[i].Value);
        return size <= FrameLimits.LinkPayloadBytes ? (int)size : throw new FrameFormatException($"Headers of {size} bytes do not fit a frame.");
    }

    public void UInt8(byte value) => _frame[_position++] = value;

    public void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_frame[_position..], value);
        _position += 2;
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_frame[_position..], value);
        _position += 4;
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_frame[_position..], value);
        _position += 8;
    }

    public void Int64(long value) => UInt64((ulong)value);

    public void Flag(bool value) => UInt8(value ? (byte)1 : (byte)0);

    public void Id(Guid value)
    {
        value.TryWriteBytes(_frame[_position..], bigEndian: true, out _);
        _position += 16;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_frame[_position..]);
        _position += value.Length;
    }

    public void Text16(string text)
    {
        var count = Encoding.UTF8.GetBytes(text, _frame[(_position + 2)..]);
        UInt16((ushort)count);
        _position += count;
    }

    public void Text32(string text)
    {
        var count = Encoding.UTF8.GetBytes(text, _frame[(_position + 4)..]);
        UInt32((uint)count);
        _position += count;
    }

    public void Rest(string text) => _position += Encoding.UTF8.GetBytes(text, _frame[_position..]);

    public void Fields(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        UInt16((ushort)fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            Text16(fields[i].Key);
            Text16(fields[i].Value);
        }
    }

    public readonly void Commit() => _destination.Advance(_position);
}
