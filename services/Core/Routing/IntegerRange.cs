using System.Globalization;

namespace ScfAspire.Core.Routing;

/// <summary>An interval of integers; round brackets leave its end out, square ones take it in.</summary>
public readonly record struct IntegerRange(long Low, bool LowIncluded, long High, bool HighIncluded)
{
    /// <summary>Reads <c>(a,b)</c>, <c>[a,b]</c>, <c>(a,b]</c> or <c>[a,b)</c>; false for any other text and where a is greater than b.</summary>
    public static bool TryParse(string text, out IntegerRange range)
    {
        range = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 5 || trimmed[0] is not ('(' or '[') || trimmed[^1] is not (')' or ']')) return false;
        var inner = trimmed[1..^1];
        var comma = inner.IndexOf(',');
        if (comma < 0) return false;
        if (!long.TryParse(inner[..comma], NumberStyles.Integer, CultureInfo.InvariantCulture, out var low)) return false;
        if (!long.TryParse(inner[(comma + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var high)) return false;
        if (low > high) return false;
        range = new IntegerRange(low, trimmed[0] == '[', high, trimmed[^1] == ']');
        return true;
    }

    public bool Contains(decimal value) =>
        (LowIncluded ? value >= Low : value > Low) && (HighIncluded ? value <= High : value < High);
}
