using FsCheck;
using FsCheck.Xunit;
using ScfAspire.Core.Routing;

namespace ScfAspire.Dispatch.Tests.Routing;

public sealed class AliasRoutingTests
{
    [Property]
    public void Weights_send_their_share_to_the_additional_version(byte percent)
    {
        var weight = percent % 101 / 100.0;
        var routing = new AliasRouting("1", "2", weight, null);
        var chosen = Enumerable.Range(0, 1_000).Count(i => routing.Choose(null, i / 1_000.0) == "2");
        Assert.InRange(chosen, (int)(weight * 1_000) - 1, (int)(weight * 1_000) + 1);
    }

    [Property]
    public void A_range_holds_exactly_what_lies_between_its_ends(short a, short b, short value, bool openLow, bool openHigh)
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        Assert.True(IntegerRange.TryParse($"{(openLow ? '(' : '[')}{low}, {high}{(openHigh ? ')' : ']')}", out var range));
        Assert.Equal((openLow ? value > low : value >= low) && (openHigh ? value < high : value <= high), range.Contains(value));
    }

    [Property]
    public void Any_text_is_read_or_refused(string? text)
    {
        var isRange = IntegerRange.TryParse(text ?? "", out var range);
        Assert.Equal(isRange, RoutingRule.TryParse("invoke.headers.User", "range", text ?? "", out _));
        if (!isRange) Assert.Equal(default, range);
        if (!RoutingKey.TryParse(text ?? "", out var key)) Assert.False(key.TryGet("User", out _));
    }

    [Theory]
    [InlineData("exact", "42", """{"User":"42"}""", "2")]
    [InlineData("exact", "42", """{"User":42}""", "2")]
    [InlineData("exact", "42", """{"User":"43"}""", "1")]
    [InlineData("exact", "42", """{"user":"42"}""", "1")]
    [InlineData("range", "(1,10)", """{"User":"1"}""", "1")]
    [InlineData("range", "[1,10]", """{"User":1}""", "2")]
    [InlineData("range", "[1,10]", """{"User":"ten"}""", "1")]
    [InlineData("exact", "42", """["User"]""", "1")]
    [InlineData("exact", "42", "not json", "1")]
    [InlineData("exact", "42", null, "1")]
    public void A_rule_decides_by_the_callers_value(string method, string expression, string? key, string version)
    {
        Assert.True(RoutingRule.TryParse("invoke.headers.User", method, expression, out var rule));
        Assert.Equal(version, new AliasRouting("1", "2", 1, rule).Choose(key, 0));
    }

    [Theory]
    [InlineData("headers.User", "exact", "1")]
    [InlineData("invoke.headers.", "exact", "1")]
    [InlineData("invoke.headers.User", "regex", "1")]
    [InlineData("invoke.headers.User", "range", "[5,1]")]
    [InlineData("invoke.headers.User", "range", "1-5")]
    public void A_malformed_rule_is_refused(string key, string method, string expression) => Assert.False(RoutingRule.TryParse(key, method, expression, out _));

    [Fact]
    public void A_key_over_the_limit_is_refused() => Assert.False(RoutingKey.TryParse($$"""{"User":"{{new string('x', RoutingKey.MaxBytes)}}"}""", out _));
}
