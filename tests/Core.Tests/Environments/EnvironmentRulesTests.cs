using ScfAspire.Core.Environments;
using ScfAspire.Core.Errors;

namespace ScfAspire.Core.Tests.Environments;

public sealed class EnvironmentRulesTests
{
    [Theory]
    [InlineData("SCF_X", ScfErrorCode.InvalidEnvironmentSystemProtect)]
    [InlineData("QCLOUD_X", ScfErrorCode.InvalidEnvironmentSystemProtect)]
    [InlineData("TENCENTCLOUD_X", ScfErrorCode.InvalidEnvironmentSystemProtect)]
    [InlineData("1A", ScfErrorCode.InvalidEnvironment)]
    [InlineData("A-B", ScfErrorCode.InvalidEnvironment)]
    [InlineData("_A", ScfErrorCode.InvalidEnvironment)]
    public void Keys_out_of_rule_are_refused(string key, string code) =>
        Assert.Equal(code, Assert.Throws<ScfException>(() => EnvironmentRules.Check([new(key, "v")])).Code);

    [Fact]
    public void Four_kilobytes_fit_and_one_more_byte_does_not()
    {
        Assert.Single(EnvironmentRules.Check([new("K", new string('v', 4095))]));
        Assert.Equal(
            ScfErrorCode.InvalidEnvironmentExceededLimit,
            Assert.Throws<ScfException>(() => EnvironmentRules.Check([new("K", new string('v', 4096))])).Code);
    }

    [Fact]
    public void Size_counts_bytes_not_characters() =>
        Assert.Throws<ScfException>(() => EnvironmentRules.Check([new("K", new string('未', 1366))]));

    [Fact]
    public void One_empty_pair_clears() => Assert.Empty(EnvironmentRules.Check([new("", "")]));
}
