using System.Globalization;

namespace ScfAspire.Core.Routing;

/// <summary>One rule of an alias: which callers go to the additional version.</summary>
public sealed record RoutingRule
{
    private const string KeyPrefix = "invoke.headers.";

    private RoutingRule(string header, string text, IntegerRange? range) => (Header, Text, Range) = (header, text, range);

    /// <summary>Name of the value in the caller's <see cref="RoutingKey"/>.</summary>
    public string Header { get; }

    private string Text { get; }

    private IntegerRange? Range { get; }

    /// <summary>Reads a rule.</summary>
    /// <param name="key"><c>invoke.headers.Name</c>.</param>
    /// <param name="method"><c>exact</c> or <c>range</c>.</param>
    /// <param name="expression">The exact text, or a range such as <c>(1,10)</c> or <c>[1,10]</c> of integers.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>False when a part does not have that form.</returns>
    public static bool TryParse(string key, string method, string expression, out RoutingRule? rule)
    {
        rule = null;
        if (!key.StartsWith(KeyPrefix, StringComparison.Ordinal) || key.Length == KeyPrefix.Length) return false;
        var header = key[KeyPrefix.Length..];
        if (method == "exact") rule = new RoutingRule(header, expression, null);
        else if (method == "range" && IntegerRange.TryParse(expression, out var range)) rule = new RoutingRule(header, expression, range);
        return rule is not null;
    }

    /// <summary>Whether the caller's values fulfil the rule; a missing value never does.</summary>
    public bool Matches(RoutingKey key)
    {
        if (!key.TryGet(Header, out var value)) return false;
        if (Range is not { } range) return string.Equals(value, Text, StringComparison.Ordinal);
        return decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && range.Contains(number);
    }
}
