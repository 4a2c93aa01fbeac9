using ScfAspire.Api.Aliases;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Fields of the actions on one alias.</summary>
public sealed class AliasRequest : FunctionRequest
{
    public string? Name { get; init; }

    public string? FunctionVersion { get; init; }

    public RoutingConfigModel? RoutingConfig { get; init; }

    public string? Description { get; init; }

    public WriteAlias ToWrite() => new()
    {
        Namespace = NamespaceOrDefault(),
        FunctionName = Function(),
        Name = Name ?? "",
        Version = FunctionVersion ?? "",
        Routing = RoutingConfig?.ToRouting() ?? AliasRouting.None,
        Description = Description,
    };
}
