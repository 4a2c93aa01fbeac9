namespace ScfAspire.Api.Namespaces;

/// <summary>A stored namespace.</summary>
public sealed record NamespaceDetails
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Null where functions run in the installation's own pool.</summary>
    public NamespaceResources? Resources { get; init; }

    public required DateTimeOffset AddTime { get; init; }

    public required DateTimeOffset ModTime { get; init; }
}
