namespace ScfAspire.Operator.Resources;

/// <summary>Status of a Function object.</summary>
public sealed record FunctionObjectStatus : ObjectStatus
{
    public string? FunctionName { get; init; }

    /// <summary>Namespace of the platform.</summary>
    public string? Namespace { get; init; }

    public string? FunctionId { get; init; }

    /// <summary>In the words of the SCF interface, e.g. <c>Active</c>.</summary>
    public string? State { get; init; }

    /// <summary><c>kubernetes</c> or <c>api</c>.</summary>
    public string? Owner { get; init; }

    public string? CodeSha256 { get; init; }

    public long? CodeSize { get; init; }
}
