namespace ScfAspire.Api.Namespaces;

/// <summary>A namespace to be made.</summary>
public sealed record CreateNamespace
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Where its functions run; null for the installation's own pool.</summary>
    public NamespaceResources? Resources { get; init; }
}
