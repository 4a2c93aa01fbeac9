namespace ScfAspire.Operator.Resources;

/// <summary>Names an object of the same namespace.</summary>
public sealed record NameReference
{
    public string Name { get; init; } = "";
}
