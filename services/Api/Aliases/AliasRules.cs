using System.Text.RegularExpressions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Aliases;

/// <summary>What a routing may say.</summary>
public static partial class AliasRules
{
    private const int ExpressionMax = 256;

    /// <exception cref="ScfException">A weight outside 0 to 1, a rule out of form, or both at once.</exception>
    public static void Require(AliasRouting routing, string mainVersion)
    {
        if (routing.IsNone) return;
        if (routing.AdditionalVersion == mainVersion)
            throw new ScfException(ScfErrorCode.InvalidRoutingConfig, "The additional version must differ from the main version.");
        if (!routing.IsRule)
        {
            if (!(routing.Weight is >= 0 and <= 1)) throw new ScfException(ScfErrorCode.InvalidAdditionalVersionWeights, "Weight must be 0 to 1.");
            return;
        }

        if (!KeyPattern().IsMatch(routing.MatchKey))
            throw new ScfException(ScfErrorCode.InvalidRoutingConfig, $"Key '{routing.MatchKey}' must have the form invoke.headers.<name>.");
        if (routing.MatchExpression.Length is 0 or > ExpressionMax)
            throw new ScfException(ScfErrorCode.InvalidRoutingConfig, $"Expression must have 1 to {ExpressionMax} characters.");
        var fits = routing.MatchMethod switch
        {
            "exact" => true,
            "range" => RangePattern().IsMatch(routing.MatchExpression),
            _ => throw new ScfException(ScfErrorCode.InvalidRoutingConfig, $"Method '{routing.MatchMethod}' must be exact or range."),
        };
        if (!fits) throw new ScfException(ScfErrorCode.InvalidRoutingConfig, "The expression of method range must be (a,b) or [a,b] with whole numbers.");
    }

    [GeneratedRegex(@"\Ainvoke\.headers\.[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"\A[(\[]\s*-?[0-9]{1,18}\s*,\s*-?[0-9]{1,18}\s*[)\]]\z")]
    private static partial Regex RangePattern();
}
