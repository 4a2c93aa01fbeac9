using System.Buffers;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>HELLO, the first frame of a connection.</summary>
/// <param name="Version">See <see cref="FrameLimits.Version"/>.</param>
/// <param name="InitialWindow">Bytes of DATA that the agent may send of one call before a WINDOW.</param>
/// <param name="Nonce">16 random bytes, new for each connection.</param>
/// <param name="DispatchId">Unique per process start of the dispatching service.</param>
public sealed record HelloFrame(ushort Version, uint InitialWindow, byte[] Nonce, string DispatchId)
{
    private const int Fixed = 8 + FrameLimits.NonceBytes;

    /// <summary>Appends the whole frame.</summary>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        if (Nonce.Length != FrameLimits.NonceBytes) throw new FrameFormatException($"A nonce has {FrameLimits.NonceBytes} bytes, not {Nonce.Length}.");
        var writer = new PayloadWriter(destination, FrameKind.Hello, 0, Fixed + Encoding.UTF8.GetByteCount(DispatchId));
        writer.UInt16(Version);
        writer.UInt16(0);
        writer.UInt32(InitialWindow);
        writer.Bytes(Nonce);
        writer.Rest(DispatchId);
        writer.Commit();
    }

    /// <summary>Of another version than ours only that number is read.</summary>
    /// <exception cref="FrameFormatException">The payload is none of HELLO.</exception>
    public static HelloFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var version = reader.UInt16();
        if (version != FrameLimits.Version) return new HelloFrame(version, 0, [], "");
        reader.UInt16();
        return new HelloFrame(version, reader.UInt32(), reader.Bytes(FrameLimits.NonceBytes), reader.Rest());
    }
}
