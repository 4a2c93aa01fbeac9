using ScfAspire.Api.Store;

namespace ScfAspire.Api.Namespaces;

internal sealed class NamespaceRow
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>JSON; null for a namespace that is not bound.</summary>
    public string? Resources { get; init; }

    public string Placement { get; init; } = "";

    public DateTime AddTime { get; init; }

    public DateTime ModTime { get; init; }

    public NamespaceDetails ToDetails() => new()
    {
        Name = Name,
        Description = Description,
        Resources = Resources is null ? null : StoreJson.Read<NamespaceResources>(Resources),
        AddTime = AddTime,
        ModTime = ModTime,
    };
}
