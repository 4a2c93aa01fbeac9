using ScfAspire.Api.Credentials;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Credentials in memory.</summary>
public sealed class CredentialsDouble : ICredentialStore
{
    public Dictionary<string, string> Keys { get; } = new() { ["AKIDadmin"] = "admin-secret", ["AKIDviewer"] = "viewer-secret" };

    public ValueTask<Credential?> FindAsync(string secretId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Keys.TryGetValue(secretId, out var key) ? new Credential(secretId, key) : null);
}
