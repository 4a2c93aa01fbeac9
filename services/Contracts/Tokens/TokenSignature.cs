using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.Contracts.Tokens;

/// <summary>The proof of a SecretKey that <c>TokenService.Exchange</c> asks for.</summary>
public static class TokenSignature
{
    /// <summary>How far the caller's clock may be off.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Characters of the shortest nonce.</summary>
    public const int MinNonceLength = 16;

    /// <summary>Characters of the longest nonce.</summary>
    public const int MaxNonceLength = 64;

    /// <summary>Lower-case hex of HMAC-SHA256 over <c>scf-token-v1\n{secretId}\n{timestamp}\n{nonce}</c>.</summary>
    /// <param name="secretId">The credential's name.</param>
    /// <param name="secretKey">Its key.</param>
    /// <param name="timestamp">Unix time, seconds.</param>
    /// <param name="nonce">Random text, never used twice.</param>
    public static string Compute(string secretId, string secretKey, long timestamp, string nonce)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"scf-token-v1\n{secretId}\n{timestamp}\n{nonce}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Compares in constant time.</summary>
    public static bool Verify(string secretId, string secretKey, long timestamp, string nonce, string presented) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Compute(secretId, secretKey, timestamp, nonce)), Encoding.UTF8.GetBytes(presented));
}
