namespace ScfAspire.Api.Credentials;

/// <summary>Keys that sign requests.</summary>
public interface ICredentialStore
{
    /// <summary>The credential of this id; null when there is none.</summary>
    ValueTask<Credential?> FindAsync(string secretId, CancellationToken cancellationToken);
}
