namespace ScfAspire.Operator.Resources;

/// <summary>Names an object of a kind.</summary>
/// <param name="Namespace">Empty for what lies in none.</param>
/// <param name="Name">Name.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    public static ObjectKey Of(ObjectMetadata metadata) => new(metadata.Namespace, metadata.Name);

    public override string ToString() => Namespace.Length > 0 ? $"{Namespace}/{Name}" : Name;
}
