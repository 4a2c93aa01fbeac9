using System.Buffers;

namespace ScfAspire.Contracts.Link;

/// <summary>The link's frames that are one number or plain bytes.</summary>
public static class LinkFrames
{
    public static void WritePing(IBufferWriter<byte> destination, ulong value) => WriteUInt64(destination, FrameKind.Ping, value);

    public static void WritePong(IBufferWriter<byte> destination, ulong value) => WriteUInt64(destination, FrameKind.Pong, value);

    /// <summary>Every record up to <paramref name="spoolSequence"/> is stored by Metering.</summary>
    public static void WriteShipped(IBufferWriter<byte> destination, ulong spoolSequence) => WriteUInt64(destination, FrameKind.Shipped, spoolSequence);

    /// <summary>Reads PING, PONG or SHIPPED.</summary>
    /// <exception cref="FrameFormatException">The payload is no u64.</exception>
    public static ulong ReadUInt64(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var value = reader.UInt64();
        reader.End();
        return value;
    }

    /// <summary>Appends PROOF, by which Dispatch answers WELCOME.</summary>
    /// <param name="destination">Takes the frame.</param>
    /// <param name="proof">See <see cref="LinkProof"/>.</param>
    public static void WriteProof(IBufferWriter<byte> destination, ReadOnlySpan<byte> proof)
    {
        if (proof.Length != FrameLimits.ProofBytes) throw new FrameFormatException($"A proof has {FrameLimits.ProofBytes} bytes, not {proof.Length}.");
        var writer = new PayloadWriter(destination, FrameKind.Proof, 0, FrameLimits.ProofBytes);
        writer.Bytes(proof);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of PROOF.</exception>
    public static byte[] ReadProof(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var proof = reader.Bytes(FrameLimits.ProofBytes);
        reader.End();
        return proof;
    }

    /// <summary>Grants <paramref name="credit"/> further bytes of DATA of a call.</summary>
    public static void WriteWindow(IBufferWriter<byte> destination, uint callId, uint credit)
    {
        var writer = new PayloadWriter(destination, FrameKind.Window, callId, 4);
        writer.UInt32(credit);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of WINDOW.</exception>
    public static uint ReadWindow(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var credit = reader.UInt32();
        reader.End();
        return credit;
    }

    public static void WriteCancel(IBufferWriter<byte> destination, uint callId, CancelReason reason)
    {
        var writer = new PayloadWriter(destination, FrameKind.Cancel, callId, 2);
        writer.UInt16((ushort)reason);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of CANCEL.</exception>
    public static CancelReason ReadCancel(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var reason = reader.UInt16();
        reader.End();
        return (CancelReason)reason;
    }

    /// <summary>Appends one DATA frame.</summary>
    /// <exception cref="FrameFormatException">More than <see cref="FrameLimits.LinkPayloadBytes"/> bytes.</exception>
    public static void WriteData(IBufferWriter<byte> destination, uint callId, ReadOnlySpan<byte> bytes, bool end)
    {
        var writer = new PayloadWriter(destination, FrameKind.Data, callId, bytes.Length, end ? FrameLimits.EndFlag : (byte)0);
        writer.Bytes(bytes);
        writer.Commit();
    }

    private static void WriteUInt64(IBufferWriter<byte> destination, FrameKind kind, ulong value)
    {
        var writer = new PayloadWriter(destination, kind, 0, 8);
        writer.UInt64(value);
        writer.Commit();
    }
}
