namespace ScfAspire.Api.Permissions.Kubernetes;

/// <summary>A user as the cluster knows it.</summary>
/// <param name="User">E.g. <c>system:serviceaccount:shop:deployer</c>.</param>
/// <param name="Groups">Groups of the user.</param>
public sealed record KubernetesSubject(string User, IReadOnlyList<string> Groups)
{
    /// <summary>Beginning of the subjects that came with a token of the cluster; no SecretId has it.</summary>
    public const string Prefix = "kubernetes:";

    /// <summary>Group of all credentials of the installation.</summary>
    public const string Credentials = "scf:credentials";

    /// <summary>Group of the installation's first credential.</summary>
    public const string Administrators = "scf:administrators";

    /// <summary>The user of a credential that is mapped to none: <c>scf:{SecretId}</c>.</summary>
    public static KubernetesSubject OfCredential(string secretId, bool first) => new($"scf:{secretId}", first ? [Credentials, Administrators] : [Credentials]);
}
