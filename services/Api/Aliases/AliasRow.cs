using ScfAspire.Api.Store;

namespace ScfAspire.Api.Aliases;

internal sealed class AliasRow
{
    public string FunctionId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Version { get; init; } = "";

    public string Routing { get; init; } = "";

    public string Description { get; init; } = "";

    public DateTime AddTime { get; init; }

    public DateTime ModTime { get; init; }

    public AliasDetails ToDetails() => new(Name, Version, StoreJson.Read<AliasRouting>(Routing), Description, AddTime, ModTime);
}
