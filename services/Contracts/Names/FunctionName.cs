using System.Diagnostics.CodeAnalysis;

namespace ScfAspire.Contracts.Names;

/// <summary>Resource name <c>namespaces/{namespace}/functions/{function}</c>.</summary>
public readonly record struct FunctionName(string Namespace, string Function)
{
    /// <summary>The collection's name.</summary>
    public const string Collection = "functions";

    /// <summary>The namespace's own name.</summary>
    public NamespaceName Parent => new(Namespace);

    /// <summary>Takes a name apart. Only the shape is checked, not the rules for its parts.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out FunctionName name)
    {
        name = default;
        if (text?.Split('/') is not [NamespaceName.Collection, { Length: > 0 } @namespace, Collection, { Length: > 0 } function]) return false;
        name = new(@namespace, function);
        return true;
    }

    /// <summary>The name of something that belongs to this function.</summary>
    public FunctionChildName Child(string collection, string id) => new(this, collection, id);

    public override string ToString() => $"{NamespaceName.Collection}/{Namespace}/{Collection}/{Function}";
}
