namespace ScfAspire.Api.Permissions;

/// <summary>Answers by the roles viewer, developer and admin.</summary>
public sealed class BuiltInRoles(RoleBindings bindings) : IPermissionCheck
{
    public ValueTask<bool> IsAllowedAsync(Permission permission, CancellationToken cancellationToken) =>
        ValueTask.FromResult(bindings.RoleOf(permission.Subject, permission.Namespace) >= Needed(permission));

    private static Role Needed(Permission permission) => permission switch
    {
        { Verb: "get" or "list" } => Role.Viewer,
        { Resource: "namespaces" } => Role.Admin,
        _ => Role.Developer,
    };
}
