using ScfAspire.Core.Errors;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Core.Tests.Runtimes;

public sealed class RuntimeCatalogueTests
{
    private readonly RuntimeCatalogue _runtimes = new(RuntimeCatalogue.DefaultOffer);

    [Theory]
    [InlineData("nodejs18.15", "Nodejs18.15")]
    [InlineData("NODEJS20.19", "Nodejs20.19")]
    [InlineData("Customruntime", "CustomRuntime")]
    [InlineData("python3.10", "Python3.10")]
    public void Capitals_do_not_matter(string asked, string official) => Assert.Equal(official, _runtimes.Require(asked).Name);

    [Theory]
    [InlineData(null, ScfErrorCode.MissingParameterRuntime)]
    [InlineData("Cobol85", ScfErrorCode.InvalidRuntime)]
    [InlineData("Python2.7", ScfErrorCode.InvalidRuntime)]
    public void What_is_not_offered_is_refused(string? asked, string code) =>
        Assert.Equal(code, Assert.Throws<ScfException>(() => _runtimes.Require(asked)).Code);

    [Fact]
    public void A_language_that_the_machine_has_not_says_how_to_get_it()
    {
        Assert.Contains("'./run --with php'", Assert.Throws<ScfException>(() => _runtimes.Require("Php8.0")).Message, StringComparison.Ordinal);
        Assert.Equal("Php8.0", new RuntimeCatalogue([.. RuntimeCatalogue.DefaultOffer, "Php8.0"]).Require("php8.0").Name);
    }
}
