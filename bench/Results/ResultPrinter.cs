using System.Globalization;

namespace ScfAspire.Bench.Results;

/// <summary>Shows a row on the terminal.</summary>
internal static class ResultPrinter
{
    public static void Show(RowResult row, TextWriter to)
    {
        foreach (var figure in row.Figures)
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {figure.Name,-46} {FigureText.Value(figure),18}  {FigureText.Reference(figure),18}  {FigureText.Ratio(figure),7}  {FigureText.Goal(figure),-16} {figure.Verdict}"));
        }

        foreach (var (what, parts) in row.CpuMicroseconds)
            to.WriteLine($"    CPU us/request, {what}: {string.Join("  ", parts.Where(part => part.Value >= 0.05).OrderByDescending(part => part.Value).Select(part => $"{part.Key} {FigureText.Number(part.Value)}"))}");
        if (row.PssMegabytes.Count > 0)
            to.WriteLine($"    PSS MB: {string.Join("  ", row.PssMegabytes.OrderByDescending(part => part.Value).Select(part => $"{part.Key} {FigureText.Number(part.Value)}"))}");
        foreach (var condition in row.Conditions) to.WriteLine($"    {condition}");
        foreach (var fault in row.Faults) to.WriteLine($"  FAILED: {fault}");
        to.WriteLine();
    }

    public static void Header(TextWriter to) =>
        to.WriteLine($"  {"",-46} {"figure",18}  {"reference",18}  {"ratio",7}  {"goal",-16} verdict\n");
}
