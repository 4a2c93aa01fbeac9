using System.Security.Cryptography;

namespace ScfAspire.Contracts.Link;

/// <summary>How the two ends of a link show that they know the installation's key: <c>HMAC-SHA256(key, label || nonce)</c>.</summary>
public static class LinkProof
{
    private static ReadOnlySpan<byte> DispatchLabel => "scf-link-1 dispatch"u8;

    private static ReadOnlySpan<byte> AgentLabel => "scf-link-1 agent"u8;

    /// <summary>The proof that HELLO carries.</summary>
    public static byte[] OfDispatch(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) => Compute(key, DispatchLabel, nonce);

    /// <summary>The proof that WELCOME carries.</summary>
    public static byte[] OfAgent(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) => Compute(key, AgentLabel, nonce);

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> presented) => CryptographicOperations.FixedTimeEquals(expected, presented);

    private static byte[] Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> nonce)
    {
        Span<byte> message = stackalloc byte[label.Length + FrameLimits.NonceBytes];
        if (nonce.Length != FrameLimits.NonceBytes) throw new FrameFormatException($"A nonce has {FrameLimits.NonceBytes} bytes, not {nonce.Length}.");
        label.CopyTo(message);
        nonce.CopyTo(message[label.Length..]);
        return HMACSHA256.HashData(key, message);
    }
}
