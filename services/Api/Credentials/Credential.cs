namespace ScfAspire.Api.Credentials;

/// <summary>A pair of keys. The secret key never leaves the process; the text form of this type does not show it.</summary>
public sealed class Credential(string secretId, string secretKey)
{
    public string SecretId { get; } = secretId;

    public string SecretKey { get; } = secretKey;

    public override string ToString() => SecretId;
}
