namespace ScfAspire.Api.Permissions;

/// <summary>Tokens that this installation has not issued and takes nevertheless.</summary>
public interface IForeignTokens
{
    /// <summary>Subject of a token for <see cref="IPermissionCheck"/>; null for one that is not accepted.</summary>
    ValueTask<string?> SubjectOfAsync(string token, CancellationToken cancellationToken);
}
