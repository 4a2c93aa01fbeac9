using System.Security.Cryptography;
using System.Text;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Store;

/// <summary>Encrypts secrets at rest with AES-256-GCM. A sealed value is bound to its owner's name and opens for no other.</summary>
public sealed class MasterKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes) throw new ArgumentException($"The master key must have {KeyBytes} bytes.", nameof(key));
        _key = key.ToArray();
    }

    /// <summary>Reads the file that <see cref="ScfEnvironment.MasterKeyFile"/> names.</summary>
    /// <exception cref="ConfigurationException">Not set, not readable, or not base64 of 32 bytes.</exception>
    public static MasterKey From(IConfiguration configuration)
    {
        if (configuration[ScfEnvironment.MasterKeyFile] is not { Length: > 0 } path)
            throw new ConfigurationException($"{ScfEnvironment.MasterKeyFile} is not set: the key that encrypts secrets at rest is needed.");
        try
        {
            return new MasterKey(Convert.FromBase64String(File.ReadAllText(path).Trim()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new ConfigurationException($"{ScfEnvironment.MasterKeyFile}={path} must be a readable file with base64 of {KeyBytes} bytes.", e);
        }
    }

    /// <summary>Nonce, tag and cipher text.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string owner)
    {
        var sealedValue = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedValue.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, sealedValue.AsSpan(NonceBytes + TagBytes), sealedValue.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return sealedValue;
    }

    /// <exception cref="CryptographicException">Another key or owner, or a damaged value.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedValue, string owner)
    {
        if (sealedValue.Length < NonceBytes + TagBytes) throw new CryptographicException("A sealed value is cut short.");
        var plain = new byte[sealedValue.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(sealedValue[..NonceBytes], sealedValue[(NonceBytes + TagBytes)..], sealedValue.Slice(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(owner));
        return plain;
    }
}
