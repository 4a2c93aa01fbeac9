using ScfAspire.Bench.Rows;

namespace ScfAspire.Bench;

/// <summary>What bench/run --help and --list print.</summary>
internal static class Help
{
    public static string Text =>
        $"""
        bench/run [ROW ...] [--long] [--seconds N] [--rounds N]
        bench/run --list | --markdown

        Builds, starts a platform as ./run --no-demo does (own data folder and ports), measures each row beside its reference in alternating rounds,
        and prints figure, reference, ratio, goal and verdict. Writes bench/results/<date and time>.json. Fails when a row fails: wrong answers,
        records that were not stored in time. A goal that is missed is a result.

          --long       10 s for a round, 5 rounds, and the sizes that the goals name
          --seconds N  length of a round (3)
          --rounds N   number of alternating rounds (3)
          --list       the rows
          --markdown   put the newest figures into bench/README.md, without those of a busy machine

        Rows, all unless named:
        {Rows}
        """;

    public static string Rows => string.Join('\n', AllRows.List.Select(row => $"  {row.Name,-12} {row.Description}"));
}
