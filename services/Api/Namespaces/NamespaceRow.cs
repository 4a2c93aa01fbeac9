namespace ScfAspire.Api.Namespaces;

internal sealed class NamespaceRow
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public DateTime AddTime { get; init; }

    public DateTime ModTime { get; init; }

    public NamespaceDetails ToDetails() => new() { Name = Name, Description = Description, AddTime = AddTime, ModTime = ModTime };
}
