using System.Globalization;

namespace ScfAspire.KubernetesDouble.Admission;

/// <summary>An amount as Kubernetes writes it: <c>100m</c>, <c>2</c>, <c>1.5Gi</c>, <c>10k</c>.</summary>
/// <param name="Value">In units.</param>
/// <param name="IsBinary">Whether it is written with <c>Ki</c>, <c>Mi</c> ...</param>
public readonly record struct Quantity(decimal Value, bool IsBinary = false)
{
    private static readonly (string Suffix, decimal Factor)[] Binary = [("Ei", 1L << 60), ("Pi", 1L << 50), ("Ti", 1L << 40), ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)];

    private static readonly (string Suffix, decimal Factor)[] Decimal = [("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m)];

    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text)
    {
        foreach (var (suffix, factor) in Binary)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)) return new(Number(text[..^2]) * factor, true);
        }
        foreach (var (suffix, factor) in Decimal)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)) return new(Number(text[..^1]) * factor);
        }
        if (text.EndsWith('m')) return new(Number(text[..^1]) / 1000);
        return new(Number(text));
    }

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value, left.IsBinary || right.IsBinary);

    public override string ToString()
    {
        if (Value != decimal.Truncate(Value)) return $"{decimal.Ceiling(Value * 1000):0}m";
        foreach (var (suffix, factor) in IsBinary ? Binary : Decimal)
        {
            if (Value >= factor && Value % factor == 0) return $"{Value / factor:0}{suffix}";
        }
        return $"{Value:0}";
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
