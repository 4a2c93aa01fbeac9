using System.Buffers;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>WELCOME, the agent's answer to HELLO.</summary>
/// <param name="Version">See <see cref="FrameLimits.Version"/>.</param>
/// <param name="InitialWindow">Bytes of DATA that Dispatch may send of one call before a WINDOW.</param>
/// <param name="Proof">See <see cref="LinkProof"/>, over HELLO's nonce.</param>
/// <param name="Epoch">Grows with every start of the agent.</param>
/// <param name="AgentId">The agent's name.</param>
public sealed record WelcomeFrame(ushort Version, uint InitialWindow, byte[] Proof, ulong Epoch, string AgentId)
{
    private const int Fixed = 8 + FrameLimits.ProofBytes + 8;

    /// <summary>Appends the whole frame.</summary>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        if (Proof.Length != FrameLimits.ProofBytes) throw new FrameFormatException($"A proof has {FrameLimits.ProofBytes} bytes, not {Proof.Length}.");
        var writer = new PayloadWriter(destination, FrameKind.Welcome, 0, Fixed + Encoding.UTF8.GetByteCount(AgentId));
        writer.UInt16(Version);
        writer.UInt16(0);
        writer.UInt32(InitialWindow);
        writer.Bytes(Proof);
        writer.UInt64(Epoch);
        writer.Rest(AgentId);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of WELCOME.</exception>
    public static WelcomeFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var version = reader.UInt16();
        reader.UInt16();
        return new WelcomeFrame(version, reader.UInt32(), reader.Bytes(FrameLimits.ProofBytes), reader.UInt64(), reader.Rest());
    }
}
