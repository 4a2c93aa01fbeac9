using System.Globalization;

namespace ScfAspire.Bench.Results;

/// <summary>What a figure is to reach.</summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Bound">With what, in the figure's unit where it is not a ratio.</param>
internal sealed record Goal(GoalKind Kind, double Bound)
{
    public static Goal RatioAtLeast(double bound) => new(GoalKind.RatioAtLeast, bound);

    public static Goal RatioAtMost(double bound) => new(GoalKind.RatioAtMost, bound);

    public static Goal AddedAtMost(double bound) => new(GoalKind.AddedAtMost, bound);

    public static Goal AtLeast(double bound) => new(GoalKind.AtLeast, bound);

    public static Goal AtMost(double bound) => new(GoalKind.AtMost, bound);

    public bool IsReachedBy(double value, double? reference) => Kind switch
    {
        GoalKind.RatioAtLeast => reference > 0 && value / reference >= Bound,
        GoalKind.RatioAtMost => reference > 0 && value / reference <= Bound,
        GoalKind.AddedAtMost => value - reference <= Bound,
        GoalKind.AtLeast => value >= Bound,
        _ => value <= Bound,
    };

    public string Text(string unit) => Kind switch
    {
        GoalKind.RatioAtLeast => string.Create(CultureInfo.InvariantCulture, $">= {Bound:0.0#}x"),
        GoalKind.RatioAtMost => string.Create(CultureInfo.InvariantCulture, $"<= {Bound:0.0#}x"),
        GoalKind.AddedAtMost => string.Create(CultureInfo.InvariantCulture, $"<= +{Bound:#,0.##} {unit}"),
        GoalKind.AtLeast => string.Create(CultureInfo.InvariantCulture, $">= {Bound:#,0.##} {unit}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<= {Bound:#,0.##} {unit}"),
    };
}
