namespace ScfAspire.Api.Permissions;

/// <summary>The one question that decides whether a caller may do something.</summary>
public interface IPermissionCheck
{
    /// <summary>Whether the caller may.</summary>
    /// <param name="permission">Who, what, on what, where.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> IsAllowedAsync(Permission permission, CancellationToken cancellationToken);
}
