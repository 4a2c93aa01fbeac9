using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Versions;

/// <summary>How a version says which object it is that of.</summary>
internal static class VersionMark
{
    private const int LongestDescription = 1_000;

    public static string Description(FunctionVersionObject item)
    {
        var mark = $"[{item.Metadata.Uid}]";
        var text = item.Spec.Description.Length > LongestDescription - mark.Length - 1 ? item.Spec.Description[..(LongestDescription - mark.Length - 1)] : item.Spec.Description;
        return text.Length > 0 ? $"{text} {mark}" : mark;
    }
}
