using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.AppHost.Installations;

/// <summary>The installation's first credential and where it listens, as <c>credentials.json</c> in the data folder keeps them for the CLI.</summary>
public sealed record Credentials
{
    public const string FileName = "credentials.json";

    public required string SecretId { get; init; }

    public required string SecretKey { get; init; }

    /// <summary>Native gRPC.</summary>
    public required string Endpoint { get; init; }

    /// <summary>SCF endpoint and REST.</summary>
    public required string Http { get; init; }

    public required string Gateway { get; init; }

    /// <summary>The configured pair, else the kept one, else a new one.</summary>
    /// <exception cref="InstallationException">One half of the pair is set without the other, or the kept file is damaged.</exception>
    internal static (string SecretId, string SecretKey) Resolve(IConfiguration configuration, string folder)
    {
        var (id, key) = (configuration["SCF_SECRET_ID"], configuration["SCF_SECRET_KEY"]);
        if (string.IsNullOrEmpty(id) != string.IsNullOrEmpty(key))
            throw new InstallationException("SCF_SECRET_ID and SCF_SECRET_KEY go together: set both or neither.");
        if (!string.IsNullOrEmpty(id)) return (id, key!);
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && Read(path) is { } kept) return (kept.SecretId, kept.SecretKey);
        return ("AKID" + RandomNumberGenerator.GetString(Alphanumeric, 32), RandomNumberGenerator.GetString(Alphanumeric, 32));
    }

    internal void Save(string folder) =>
        PrivateFiles.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, CredentialsJson.Default.Credentials));

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static Credentials? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CredentialsJson.Default.Credentials);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{path} is damaged: {exception.Message} Remove it to have new credentials made.", exception);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Credentials))]
internal sealed partial class CredentialsJson : JsonSerializerContext;
