namespace ScfAspire.Api.Permissions.Kubernetes;

/// <summary>What a permission is in the words of the cluster's access rules.</summary>
/// <param name="Group">API group.</param>
/// <param name="Resource">Plural of a type.</param>
/// <param name="Subresource">Empty for none.</param>
/// <param name="Verb">E.g. <c>create</c>.</param>
/// <param name="Namespace">Namespace of Kubernetes; empty for all.</param>
/// <param name="Name">Name of the object; empty for any.</param>
public sealed record ResourceAction(string Group, string Resource, string Subresource, string Verb, string Namespace, string Name = "")
{
    public const string FunctionsGroup = "scfaspire.io";
    private const string Functions = "functions";

    /// <summary>Everything about functions is decided on <c>functions.scfaspire.io</c> and its subresources, whatever the API; namespaces are the cluster's own.</summary>
    public static ResourceAction Of(Permission permission) => permission switch
    {
        { Resource: "invocations" } => Function(permission, "invoke", "create"),
        { Resource: "records" } => Function(permission, "logs", "get"),
        { Resource: "versions", Verb: "create" or "delete" } => Function(permission, "publish", permission.Verb),
        { Resource: "namespaces", Verb: "get" or "list" } => Function(permission, "", permission.Verb),
        { Resource: "namespaces" } => new("", "namespaces", "", permission.Verb, "", permission.Namespace),
        { Verb: "get" or "list" } or { Resource: Functions } => Function(permission, "", permission.Verb),
        // Aliases and triggers are part of their function.
        _ => Function(permission, "", "update"),
    };

    private static ResourceAction Function(Permission permission, string subresource, string verb) => new(FunctionsGroup, Functions, subresource, verb, permission.Namespace);
}
