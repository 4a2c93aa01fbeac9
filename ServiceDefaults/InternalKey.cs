using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults;

/// <summary>The installation's key, which every call between services carries.</summary>
public sealed class InternalKey(string value)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(value);

    /// <summary>Metadata key of internal gRPC calls.</summary>
    public const string Header = "x-scf-internal-key";

    /// <summary>The key as text.</summary>
    public string Value { get; } = value;

    /// <summary>The key's bytes, for the proofs of the invocation link.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string? presented) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(_bytes, Encoding.UTF8.GetBytes(presented));

    /// <summary>Reads <see cref="ScfEnvironment.InternalKey"/> or the file in <see cref="ScfEnvironment.InternalKeyFile"/>.</summary>
    /// <exception cref="ConfigurationException">Neither is set, or the key is shorter than 32 characters.</exception>
    public static InternalKey From(IConfiguration configuration)
    {
        var value = configuration[ScfEnvironment.InternalKey];
        if (string.IsNullOrEmpty(value) && configuration[ScfEnvironment.InternalKeyFile] is { Length: > 0 } path)
            value = Read(path);
        if (string.IsNullOrEmpty(value) || value.Length < 32)
            throw new ConfigurationException($"{ScfEnvironment.InternalKey} (or {ScfEnvironment.InternalKeyFile}) must hold a key of at least 32 characters.");
        return new InternalKey(value);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{ScfEnvironment.InternalKeyFile}={path} cannot be read: {exception.Message}", exception);
        }
    }
}
