using System.Globalization;
using System.Text;

namespace ScfAspire.AppHost.Demo;

/// <summary>Where the demonstration is shown.</summary>
/// <param name="colours">The terminal shows colours.</param>
internal sealed class Screen(bool colours)
{
    private static readonly string[] Heads = ["function", "runtime", "isolation", "cold ms", "warm ms", "result"];

    public void Progress(string text)
    {
        if (text.Length > 0) Console.WriteLine(Paint("2", text));
    }

    public void Table(IReadOnlyList<Shown> rows)
    {
        string[][] cells = [Heads, .. rows.Select(row => (string[])[row.Function, row.Runtime, row.Isolation, Milliseconds(row.Cold), Milliseconds(row.Warm), row.Result])];
        var widths = Heads.Select((_, column) => cells.Max(row => row[column].Length)).ToArray();
        Console.WriteLine();
        for (var row = 0; row < cells.Length; row++)
        {
            var line = new StringBuilder(" ");
            for (var column = 0; column < Heads.Length; column++)
            {
                var cell = column is 3 or 4 ? cells[row][column].PadLeft(widths[column]) : cells[row][column].PadRight(widths[column]);
                line.Append(row == 0 ? Paint("1", cell) : column == 5 && rows[row - 1].Failed ? Paint("31", cell) : cell).Append("  ");
            }
            Console.WriteLine(line.ToString().TrimEnd());
        }
        Console.WriteLine();
    }

    public void Next(string root)
    {
        var scf = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root, "artifacts/bin/Cli/release/scf"));
        if (!scf.Contains('/', StringComparison.Ordinal)) scf = "./" + scf;
        // The command line finds the platform by its data folder: by itself where that is the usual one.
        if (Environment.GetEnvironmentVariable("SCF_DATA_DIR") is { Length: > 0 } data && Path.GetFullPath(data) != Path.Combine(root, ".scf"))
            scf = $"SCF_DATA_DIR={data} {scf}";
        Console.WriteLine("Try next:");
        Console.WriteLine($"  {scf} list");
        Console.WriteLine($"  {scf} invoke report --event '{{\"top\": 5}}' --tail");
        Console.WriteLine($"  {scf} logs thumbnails -f");
        Console.WriteLine(Paint("2", "Ctrl-C stops the platform."));
    }

    private static string Milliseconds(double? value) => value is { } number ? number.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    private string Paint(string code, string text) => colours ? $"\e[{code}m{text}\e[0m" : text;
}
