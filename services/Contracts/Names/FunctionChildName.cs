using System.Diagnostics.CodeAnalysis;

namespace ScfAspire.Contracts.Names;

/// <summary>Resource name of what belongs to a function: <c>namespaces/{namespace}/functions/{function}/{collection}/{id}</c>.</summary>
public readonly record struct FunctionChildName(FunctionName Function, string Collection, string Id)
{
    public const string Versions = "versions";

    public const string Aliases = "aliases";

    public const string Triggers = "triggers";

    public const string Invocations = "invocations";

    public const string Records = "records";

    /// <summary>Takes a name of one collection apart. Only the shape is checked, not the rules for its parts.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, string collection, out FunctionChildName name)
    {
        name = default;
        if (text?.Split('/') is not [NamespaceName.Collection, { Length: > 0 } @namespace, FunctionName.Collection, { Length: > 0 } function, var found, { Length: > 0 } id]) return false;
        if (found != collection) return false;
        name = new(new(@namespace, function), collection, id);
        return true;
    }

    public override string ToString() => $"{Function}/{Collection}/{Id}";
}
