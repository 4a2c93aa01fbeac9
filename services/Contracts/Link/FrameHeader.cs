using System.Buffers;
using System.Buffers.Binary;

namespace ScfAspire.Contracts.Link;

/// <summary>The twelve bytes before each payload.</summary>
/// <param name="PayloadLength">Bytes that follow.</param>
/// <param name="Kind">What they are; values that the enumeration lacks are possible on input.</param>
/// <param name="Flags">See <see cref="FrameLimits.EndFlag"/> and <see cref="FrameLimits.LaterWorkFlag"/>.</param>
/// <param name="CallId">0 for the connection itself.</param>
public readonly record struct FrameHeader(int PayloadLength, FrameKind Kind, byte Flags, uint CallId)
{
    /// <summary>DATA: the last frame of its direction.</summary>
    public bool IsEnd => (Flags & FrameLimits.EndFlag) != 0;

    /// <summary>RESULT: the function runs on.</summary>
    public bool HasLaterWork => (Flags & FrameLimits.LaterWorkFlag) != 0;

    /// <summary>Writes the header into the first twelve bytes of <paramref name="destination"/>.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)PayloadLength);
        destination[4] = (byte)Kind;
        destination[5] = Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], CallId);
    }

    /// <summary>Takes the next whole frame from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Received bytes; advanced past the frame when there is one.</param>
    /// <param name="maxPayloadBytes"><see cref="FrameLimits.LinkPayloadBytes"/> or <see cref="FrameLimits.RuntimePayloadBytes"/>.</param>
    /// <param name="header">The frame's header.</param>
    /// <param name="payload">A slice of <paramref name="buffer"/>, valid as long as that is.</param>
    /// <returns>False while the frame is incomplete.</returns>
    /// <exception cref="FrameFormatException">The bytes are no frame: over length, or the reserved field is not 0.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxPayloadBytes, out FrameHeader header, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (!TryPeek(buffer, maxPayloadBytes, out header)) return false;
        if (buffer.Length - FrameLimits.HeaderBytes < header.PayloadLength) return false;
        payload = buffer.Slice(FrameLimits.HeaderBytes, header.PayloadLength);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    /// <summary>Reads the header at the start of <paramref name="buffer"/> and leaves the buffer as it is.</summary>
    /// <returns>False when fewer than twelve bytes are there.</returns>
    /// <exception cref="FrameFormatException">As for <see cref="TryRead"/>.</exception>
    public static bool TryPeek(in ReadOnlySequence<byte> buffer, int maxPayloadBytes, out FrameHeader header)
    {
        header = default;
        if (buffer.Length < FrameLimits.HeaderBytes) return false;
        if (buffer.FirstSpan.Length >= FrameLimits.HeaderBytes)
        {
            header = Parse(buffer.FirstSpan, maxPayloadBytes);
            return true;
        }

        Span<byte> bytes = stackalloc byte[FrameLimits.HeaderBytes];
        buffer.Slice(0, FrameLimits.HeaderBytes).CopyTo(bytes);
        header = Parse(bytes, maxPayloadBytes);
        return true;
    }

    private static FrameHeader Parse(ReadOnlySpan<byte> bytes, int maxPayloadBytes)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > (uint)maxPayloadBytes) throw new FrameFormatException($"A frame of {length} bytes is over the limit of {maxPayloadBytes}.");
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) != 0) throw new FrameFormatException("The reserved bytes of a frame's header are not 0.");
        return new FrameHeader((int)length, (FrameKind)bytes[4], bytes[5], BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
    }
}
