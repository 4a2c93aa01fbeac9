namespace ScfAspire.Api.Functions;

/// <summary>A function whose <c>$LATEST</c> is to be there a second time.</summary>
public sealed record CopyFunction
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public required string TargetNamespace { get; init; }

    public required string NewFunctionName { get; init; }

    /// <summary>Null for the source's, or for none without <see cref="WithConfiguration"/>.</summary>
    public string? Description { get; init; }

    /// <summary>A function that has the new name already is deleted first.</summary>
    public bool Override { get; init; }

    /// <summary>False: code, handler and runtime alone, with default settings.</summary>
    public bool WithConfiguration { get; init; } = true;
}
