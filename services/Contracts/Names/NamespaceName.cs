using System.Diagnostics.CodeAnalysis;

namespace ScfAspire.Contracts.Names;

/// <summary>Resource name <c>namespaces/{namespace}</c>.</summary>
public readonly record struct NamespaceName(string Namespace)
{
    /// <summary>The collection's name.</summary>
    public const string Collection = "namespaces";

    /// <summary>Takes a name apart. Only the shape is checked, not the rules for its parts.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NamespaceName name)
    {
        name = default;
        if (text?.Split('/') is not [Collection, { Length: > 0 } @namespace]) return false;
        name = new(@namespace);
        return true;
    }

    public override string ToString() => $"{Collection}/{Namespace}";
}
