namespace ScfAspire.Operator.Resources;

/// <summary>A ConfigMap, as far as code comes from it.</summary>
public sealed record ConfigMapObject
{
    public static ApiKind Kind { get; } = new("v1", "ConfigMap", "configmaps");

    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, byte[]> BinaryData { get; init; } = new Dictionary<string, byte[]>();
}
