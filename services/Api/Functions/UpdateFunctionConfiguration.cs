namespace ScfAspire.Api.Functions;

/// <summary>New settings for <c>$LATEST</c>.</summary>
public sealed record UpdateFunctionConfiguration
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public FunctionSettings Settings { get; init; } = new();
}
