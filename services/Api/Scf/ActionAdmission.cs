using ScfAspire.Api.Credentials;
using ScfAspire.Api.Permissions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf;

/// <summary>Asks whether the key that signed may do what the request asks for, before anything of it is done.</summary>
public sealed class ActionAdmission(IPermissionCheck permissions)
{
    /// <param name="caller">Whose key signed.</param>
    /// <param name="action">Name of the action.</param>
    /// <param name="namespace">The namespace that the request is about; empty for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ScfException">The caller may not.</exception>
    public async ValueTask RequireAsync(Credential caller, string action, string @namespace, CancellationToken cancellationToken)
    {
        if (ActionPermissions.ByAction.TryGetValue(action, out var asked)
            && await permissions.IsAllowedAsync(new(caller.SecretId, asked.Verb, asked.Resource, @namespace), cancellationToken)) return;
        throw new ScfException(
            ScfErrorCode.UnauthorizedCam, $"{caller.SecretId} may not call {action}{(@namespace.Length > 0 ? $" in the namespace {@namespace}" : "")}.");
    }
}
