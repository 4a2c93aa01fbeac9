namespace ScfAspire.Api.Aliases;

/// <summary>An alias to be made or re-pointed.</summary>
public sealed record WriteAlias
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public required string Name { get; init; }

    /// <summary>Main version.</summary>
    public required string Version { get; init; }

    public AliasRouting Routing { get; init; } = AliasRouting.None;

    public string? Description { get; init; }
}
