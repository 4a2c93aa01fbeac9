namespace ScfAspire.Api.Namespaces;

/// <summary>A namespace to be made.</summary>
public sealed record CreateNamespace
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Identifier of the cluster to run in; empty for the installation's own pool.</summary>
    public string ClusterId { get; init; } = "";

    /// <summary>Run on offline capacity.</summary>
    public bool Offline { get; init; }
}
