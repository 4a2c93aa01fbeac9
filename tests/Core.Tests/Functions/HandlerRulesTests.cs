using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Core.Tests.Functions;

public sealed class HandlerRulesTests
{
    [Theory]
    [InlineData(RuntimeFamily.Python, "index.main_handler", true)]
    [InlineData(RuntimeFamily.Nodejs, "my-app2x.main_handler", true)]
    [InlineData(RuntimeFamily.Nodejs, "index", false)]
    [InlineData(RuntimeFamily.Nodejs, "index.", false)]
    [InlineData(RuntimeFamily.Nodejs, "i.main_handler", false)]
    [InlineData(RuntimeFamily.Nodejs, "index.handler1", false)]
    [InlineData(RuntimeFamily.Nodejs, "../index.main", false)]
    [InlineData(RuntimeFamily.Nodejs, "a/index.main", false)]
    [InlineData(RuntimeFamily.Nodejs, "index.main.more", false)]
    [InlineData(RuntimeFamily.Java, "example.Hello::mainHandler", true)]
    [InlineData(RuntimeFamily.Java, "example.Hello.mainHandler", false)]
    [InlineData(RuntimeFamily.Go, "main", true)]
    [InlineData(RuntimeFamily.Go, "../main", false)]
    [InlineData(RuntimeFamily.Custom, "anything at all", true)]
    public void Form_follows_the_runtime(RuntimeFamily family, string handler, bool valid) => Assert.Equal(valid, HandlerRules.IsValid(family, handler));

    [Fact]
    public void Event_functions_need_a_handler_and_web_functions_do_not()
    {
        Assert.Equal(ScfErrorCode.InvalidHandler, Assert.Throws<ScfException>(() => HandlerRules.Require(RuntimeFamily.Python, FunctionKind.Event, null)).Code);
        HandlerRules.Require(RuntimeFamily.Python, FunctionKind.Http, null);
        HandlerRules.Require(RuntimeFamily.Custom, FunctionKind.Event, null);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(128, true)]
    [InlineData(3072, true)]
    [InlineData(0, false)]
    [InlineData(100, false)]
    [InlineData(192, false)]
    [InlineData(3200, false)]
    [InlineData(-128, false)]
    public void Memory_comes_in_steps(int megabytes, bool valid) => Assert.Equal(valid, ResourceRules.IsMemorySize(megabytes));
}
