using System.Buffers;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>WELCOME, the agent's answer to HELLO.</summary>
/// <param name="Version">See <see cref="FrameLimits.Version"/>.</param>
/// <param name="InitialWindow">Bytes of DATA that Dispatch may send of one call before a WINDOW.</param>
/// <param name="Nonce">16 random bytes of the agent's own, new for each connection.</param>
/// <param name="Proof">The agent's, see <see cref="LinkProof"/>.</param>
/// <param name="Epoch">Grows with every start of the agent.</param>
/// <param name="AgentId">The agent's name.</param>
public sealed record WelcomeFrame(ushort Version, uint InitialWindow, byte[] Nonce, byte[] Proof, ulong Epoch, string AgentId)
{
    private const int Fixed = 8 + FrameLimits.NonceBytes + FrameLimits.ProofBytes + 8;

    /// <summary>Appends the whole frame.</summary>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        if (Nonce.Length != FrameLimits.NonceBytes) throw new FrameFormatException($"A nonce has {FrameLimits.NonceBytes} bytes, not {Nonce.Length}.");
        if (Proof.Length != FrameLimits.ProofBytes) throw new FrameFormatException($"A proof has {FrameLimits.ProofBytes} bytes, not {Proof.Length}.");
        var writer = new PayloadWriter(destination, FrameKind.Welcome, 0, Fixed + Encoding.UTF8.GetByteCount(AgentId));
        writer.UInt16(Version);
        writer.UInt16(0);
        writer.UInt32(InitialWindow);
        writer.Bytes(Nonce);
        writer.Bytes(Proof);
        writer.UInt64(Epoch);
        writer.Rest(AgentId);
        writer.Commit();
    }

    /// <summary>Of another version than ours only that number is read.</summary>
    /// <exception cref="FrameFormatException">The payload is none of WELCOME.</exception>
    public static WelcomeFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var version = reader.UInt16();
        if (version != FrameLimits.Version) return new WelcomeFrame(version, 0, [], [], 0, "");
        reader.UInt16();
        return new WelcomeFrame(version, reader.UInt32(), reader.Bytes(FrameLimits.NonceBytes), reader.Bytes(FrameLimits.ProofBytes), reader.UInt64(), reader.Rest());
    }
}
