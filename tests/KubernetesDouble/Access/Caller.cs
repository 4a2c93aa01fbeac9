namespace ScfAspire.KubernetesDouble.Access;

/// <summary>Who a token belongs to.</summary>
/// <param name="Name">Name of the user, e.g. <c>system:serviceaccount:shop:deployer</c>.</param>
/// <param name="Groups">Groups of the user.</param>
/// <param name="Uid">Id of the user; empty where it has none.</param>
public sealed record Caller(string Name, IReadOnlyList<string> Groups, string Uid = "")
{
    /// <summary>Group whose members may do everything.</summary>
    public const string Masters = "system:masters";

    /// <summary>Group of everybody who has shown who they are.</summary>
    public const string Authenticated = "system:authenticated";
}
