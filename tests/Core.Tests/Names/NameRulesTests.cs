using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Names;

namespace ScfAspire.Core.Tests.Names;

public sealed class NameRulesTests
{
    private const string Letters = "abcXYZ";
    private const string Inner = Letters + "019-_";

    [Property]
    public Property Every_name_of_the_documented_form_is_a_function_name() => Prop.ForAll(
        (from first in Gen.Elements(Letters.ToCharArray())
         from inner in Gen.ArrayOf(Gen.Elements(Inner.ToCharArray()))
         from last in Gen.Elements((Letters + "019").ToCharArray())
         select $"{first}{new string(inner.Take(58).ToArray())}{last}").ToArbitrary(),
        NameRules.IsFunctionName);

    [Property]
    public bool A_name_with_any_other_character_is_refused(NonEmptyString before, char other) =>
        char.IsAsciiLetterOrDigit(other) || other is '-' or '_' || !NameRules.IsFunctionName($"a{before.Get}{other}z");

    [Property]
    public bool Namespaces_are_refused_above_thirty_characters(PositiveInt length) => NameRules.IsNamespaceName(new string('n', length.Get)) == length.Get <= 30;

    [Theory]
    [InlineData("a")]
    [InlineData("1ab")]
    [InlineData("ab-")]
    [InlineData("ab_")]
    [InlineData("-ab")]
    [InlineData("a b")]
    [InlineData("ab\n")]
    [InlineData("aé")]
    [InlineData("../x")]
    public void Names_out_of_rule_are_refused(string name) =>
        Assert.Equal(ScfErrorCode.InvalidFunctionName, Assert.Throws<ScfException>(() => NameRules.RequireFunctionName(name)).Code);

    [Fact]
    public void A_name_of_61_characters_is_refused() => Assert.False(NameRules.IsFunctionName(new string('a', 61)));

    [Fact]
    public void A_missing_name_is_told_as_missing() =>
        Assert.Equal(ScfErrorCode.MissingParameter, Assert.Throws<ScfException>(() => NameRules.RequireFunctionName("")).Code);

    [Theory]
    [InlineData("$DEFAULT", false)]
    [InlineData("prod", true)]
    [InlineData("p", true)]
    [InlineData("1p", false)]
    public void Alias_names_start_with_a_letter(string name, bool valid) => Assert.Equal(valid, NameRules.IsAliasName(name));

    [Theory]
    [InlineData("1", true)]
    [InlineData("42", true)]
    [InlineData("0", false)]
    [InlineData("01", false)]
    [InlineData("$LATEST", false)]
    public void Versions_are_positive_numbers(string version, bool valid) => Assert.Equal(valid, NameRules.IsVersionNumber(version));
}
