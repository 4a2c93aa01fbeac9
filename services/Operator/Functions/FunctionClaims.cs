using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Functions;

/// <summary>Which object a function is that of.</summary>
internal static class FunctionClaims
{
    /// <summary>An older object of the same namespace for the same function; null for none. The names of objects decide between two of the same age.</summary>
    public static FunctionObject? EarlierThan(FunctionObject item, IEnumerable<FunctionObject> all) => all
        .Where(other => other.Metadata.Namespace == item.Metadata.Namespace && other.Metadata.Uid != item.Metadata.Uid && other.FunctionName == item.FunctionName && IsEarlier(other, item))
        .MinBy(other => (other.Metadata.CreationTimestamp, other.Metadata.Name));

    /// <summary>Whether the object takes over what was written through the API.</summary>
    public static bool Adopts(FunctionObject item) => item.Metadata.Annotations.GetValueOrDefault(FunctionObject.Adopt) == "true";

    private static bool IsEarlier(FunctionObject other, FunctionObject item) =>
        other.Metadata.CreationTimestamp == item.Metadata.CreationTimestamp
            ? string.CompareOrdinal(other.Metadata.Name, item.Metadata.Name) < 0
            : other.Metadata.CreationTimestamp < item.Metadata.CreationTimestamp;
}
