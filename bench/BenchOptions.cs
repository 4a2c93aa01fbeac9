using System.Globalization;

namespace ScfAspire.Bench;

/// <summary>How long and how much is measured.</summary>
internal sealed record BenchOptions
{
    /// <summary>Rows to run, all when empty.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Longer rounds, and the sizes that the goals name.</summary>
    public bool Long { get; init; }

    /// <summary>Length of one round; 3 s, or 10 s for long ones, unless set.</summary>
    public int? Seconds { get; init; }

    /// <summary>Alternating rounds; 3, or 5 for long ones, unless set.</summary>
    public int? RoundCount { get; init; }

    public TimeSpan Round => TimeSpan.FromSeconds(Seconds ?? (Long ? 10 : 3));

    public int Rounds => RoundCount ?? (Long ? 5 : 3);

    /// <exception cref="BenchException">An argument is none; the message says which.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var at = 0; at < arguments.Count; at++)
        {
            options = arguments[at] switch
            {
                "--long" => options with { Long = true },
                "--seconds" => options with { Seconds = Number(arguments, ++at) },
                "--rounds" => options with { RoundCount = Number(arguments, ++at) },
                ['-', ..] option => throw new BenchException($"{option} is not an option of bench/run (see bench/run --help)."),
                var row => options with { Rows = [.. options.Rows, row] },
            };
        }

        return options;
    }

    private static int Number(IReadOnlyList<string> arguments, int at) =>
        at < arguments.Count && int.TryParse(arguments[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new BenchException($"{arguments[at - 1]} needs a number greater than 0.");
}
