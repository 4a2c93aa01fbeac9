namespace ScfAspire.Bench.Results;

/// <summary>One measured number beside its reference of the same run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Of the figure and of its reference.</param>
/// <param name="Value">The figure: the median of the rounds.</param>
internal sealed record Figure(string Name, string Unit, double Value)
{
    /// <summary>The reference's median; null where there is nothing to compare with.</summary>
    public double? Reference { get; init; }

    /// <summary>What the reference is.</summary>
    public string ReferenceName { get; init; } = "";

    public Goal? Goal { get; init; }

    /// <summary>The figure in each round.</summary>
    public IReadOnlyList<double> Rounds { get; init; } = [];

    /// <summary>The reference in each round.</summary>
    public IReadOnlyList<double> ReferenceRounds { get; init; } = [];

    /// <summary>Figure divided by reference.</summary>
    public double? Ratio => Reference > 0 ? Value / Reference : null;

    /// <summary>reached, missed, or empty where there is no goal.</summary>
    public string Verdict => Goal is null ? "" : Goal.IsReachedBy(Value, Reference) ? "reached" : "missed";

    /// <summary>A figure and its reference out of alternating rounds.</summary>
    public static Figure OfRounds(string name, string unit, IReadOnlyList<double> rounds, string referenceName, IReadOnlyList<double> referenceRounds, Goal? goal) =>
        new(name, unit, Median.Of(rounds))
        {
            Rounds = rounds,
            ReferenceName = referenceName,
            Reference = referenceRounds.Count > 0 ? Median.Of(referenceRounds) : null,
            ReferenceRounds = referenceRounds,
            Goal = goal,
        };
}
