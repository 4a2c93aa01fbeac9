using System.Globalization;
using System.Text;

namespace ScfAspire.Bench.Results;

/// <summary>The newest figures for bench/README.md. What was measured while the machine did other things is left out.</summary>
internal static class MarkdownTable
{
    public const string Begin = "<!-- figures: bench/run --markdown -->";
    public const string End = "<!-- end of figures -->";

    public static string Of(RunResult run)
    {
        var text = new StringBuilder();
        var machine = run.Machine;
        text.AppendLine(CultureInfo.InvariantCulture, $"{run.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC, sources {run.Commit}, {run.Rounds}. {machine.Cores} cores ({machine.Processor}), {machine.MemoryMb:#,0} MB, {machine.System}, {machine.Kernel}; {string.Join(", ", machine.Versions.Select(version => $"{version.Key} {version.Value}"))}.");
        text.AppendLine();
        text.AppendLine("| row | what | figure | reference | ratio | goal | |");
        text.AppendLine("| --- | --- | ---: | ---: | ---: | --- | --- |");
        foreach (var row in run.Rows.Where(row => row.Faults.Count == 0 && row.Before.IsQuiet))
        {
            foreach (var figure in row.Figures)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Row} | {figure.Name} | {FigureText.Value(figure)} | {FigureText.Reference(figure)} | {FigureText.Ratio(figure)} | {FigureText.Goal(figure)} | {figure.Verdict} |");
        }

        var busy = run.Rows.Where(row => row.Faults.Count == 0 && !row.Before.IsQuiet).Select(row => row.Row).ToList();
        var failed = run.Rows.Where(row => row.Faults.Count > 0).Select(row => row.Row).ToList();
        if (busy.Count > 0) text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Left out, since the machine was busy with other things: {string.Join(", ", busy)}.");
        if (failed.Count > 0) text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Failed: {string.Join(", ", failed)}.");
        return text.ToString();
    }

    /// <summary>Puts the table between the marks of a document.</summary>
    public static string Into(string document, string table)
    {
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new BenchException($"The document has no {Begin} ... {End}.");
        return $"{document[..(begin + Begin.Length)]}\n\n{table}\n{document[end..]}";
    }
}
