using System.Security.Cryptography;

namespace ScfAspire.Contracts.Link;

/// <summary>
/// How the two ends of a link show each other that they know the installation's key: <c>HMAC-SHA256(key, label || nonce of Dispatch || nonce of the agent)</c>.
/// Each side has chosen one of the nonces for this connection, so that neither proof is worth anything on another.
/// </summary>
public static class LinkProof
{
    private static ReadOnlySpan<byte> DispatchLabel => "scf-link-3 dispatch"u8;

    private static ReadOnlySpan<byte> AgentLabel => "scf-link-3 agent"u8;

    /// <summary>The proof that PROOF carries.</summary>
    public static byte[] OfDispatch(ReadOnlySpan<byte> key, ReadOnlySpan<byte> dispatchNonce, ReadOnlySpan<byte> agentNonce) => Compute(key, DispatchLabel, dispatchNonce, agentNonce);

    /// <summary>The proof that WELCOME carries.</summary>
    public static byte[] OfAgent(ReadOnlySpan<byte> key, ReadOnlySpan<byte> dispatchNonce, ReadOnlySpan<byte> agentNonce) => Compute(key, AgentLabel, dispatchNonce, agentNonce);

    /// <summary>Random bytes for one connection.</summary>
    public static byte[] NewNonce() => RandomNumberGenerator.GetBytes(FrameLimits.NonceBytes);

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> presented) => CryptographicOperations.FixedTimeEquals(expected, presented);

    private static byte[] Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> dispatchNonce, ReadOnlySpan<byte> agentNonce)
    {
        // Of fixed length, so that no other pair of nonces makes the same message.
        if (dispatchNonce.Length != FrameLimits.NonceBytes || agentNonce.Length != FrameLimits.NonceBytes)
            throw new FrameFormatException($"A nonce has {FrameLimits.NonceBytes} bytes, not {dispatchNonce.Length} or {agentNonce.Length}.");
        Span<byte> message = stackalloc byte[label.Length + (2 * FrameLimits.NonceBytes)];
        label.CopyTo(message);
        dispatchNonce.CopyTo(message[label.Length..]);
        agentNonce.CopyTo(message[(label.Length + FrameLimits.NonceBytes)..]);
        return HMACSHA256.HashData(key, message);
    }
}
