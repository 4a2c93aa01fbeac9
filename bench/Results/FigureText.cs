using System.Globalization;

namespace ScfAspire.Bench.Results;

/// <summary>Numbers as people read them.</summary>
internal static class FigureText
{
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    public static string Value(Figure figure) => $"{Number(figure.Value)} {figure.Unit}";

    public static string Reference(Figure figure) => figure.Reference is { } reference ? $"{Number(reference)} {figure.Unit}" : "";

    public static string Ratio(Figure figure) => figure.Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x") : "";

    public static string Goal(Figure figure) => figure.Goal?.Text(figure.Unit) ?? "";
}
