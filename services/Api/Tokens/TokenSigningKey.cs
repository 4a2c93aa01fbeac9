using System.Security.Cryptography;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Tokens;

/// <summary>Signs tokens: derived from the installation's master key, so that every replica takes the tokens of all, also after a restart.</summary>
public sealed class TokenSigningKey
{
    private const int KeyBytes = 32;

    /// <param name="secret">At least 32 bytes that only the installation knows.</param>
    public TokenSigningKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < KeyBytes) throw new ArgumentException($"The secret must have at least {KeyBytes} bytes.", nameof(secret));
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: default, info: "scf-token-signing-v1"u8);
        Bytes = key;
    }

    /// <summary>Key of HMAC-SHA256.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads the file that <see cref="ScfEnvironment.MasterKeyFile"/> names.</summary>
    /// <exception cref="ConfigurationException">Not set, not readable, or not base64 of 32 bytes.</exception>
    public static TokenSigningKey From(IConfiguration configuration)
    {
        if (configuration[ScfEnvironment.MasterKeyFile] is not { Length: > 0 } path)
            throw new ConfigurationException($"{ScfEnvironment.MasterKeyFile} is not set: the key that signs tokens is derived from it.");
        try
        {
            return new(Convert.FromBase64String(File.ReadAllText(path).Trim()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new ConfigurationException($"{ScfEnvironment.MasterKeyFile}={path} must be a readable file with base64 of {KeyBytes} bytes.");
        }
    }
}
