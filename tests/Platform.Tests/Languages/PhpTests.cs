using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Languages;

[Collection(OneAtATime.Name)]
[Trait("Category", "Long")]
public sealed class PhpTests(PlatformFixture fixture) : IDisposable
{
    private readonly ScfCaller _scf = new(fixture.Platform);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_runs()
    {
        await _scf.CreateFunctionAsync("article", "Php8.0", CodeZip.OfFolder(Path.Combine(BuildOutput.Root, "samples", "article")), Cancellation);
        var result = await _scf.InvokeAsync("article", """{"article":"bridges.md"}""", Cancellation);
        Assert.Equal(0, (int)result["InvokeResult"]!);
        Assert.Equal("How a bridge carries its load", (string?)JsonNode.Parse((string)result["RetMsg"]!)!["title"]);
    }

    [Fact]
    public async Task A_failure_is_told_as_the_interface_says()
    {
        await _scf.CreateFunctionAsync(
            "php-fails", "Php7.4", CodeZip.Of(("index.php", "<?php\nfunction main_handler($event, $context) {\n    throw new DomainException($event->why);\n}\n")), Cancellation);
        var result = await _scf.InvokeAsync("php-fails", """{"why":"no reason"}""", Cancellation);
        var error = JsonNode.Parse((string)result["RetMsg"]!)!;
        Assert.Equal((-1, 430, "user code exception caught"), ((int)error["errorCode"]!, (int)error["statusCode"]!, (string?)error["errorMessage"]));
        Assert.Equal("DomainException: no reason in /var/user/index.php:3\nStack trace:\n#0 {main}", (string?)error["stackTrace"]);
        Assert.Equal((string?)error["stackTrace"], (string?)result["ErrMsg"]);
    }

    [Fact]
    public async Task Several_events_at_a_time_are_refused() =>
        Assert.Equal("InvalidParameterValue.MaxConcurrency", await _scf.ErrorOfAsync("CreateFunction", new JsonObject
        {
            ["FunctionName"] = "php-many",
            ["Runtime"] = "Php8.0",
            ["Handler"] = "index.main_handler",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(CodeZip.Of(("index.php", "<?php\nfunction main_handler() {}\n"))) },
            ["InstanceConcurrencyConfig"] = new JsonObject { ["DynamicEnabled"] = "FALSE", ["MaxConcurrency"] = 4 },
        }, Cancellation));

    public void Dispose() => _scf.Dispose();
}
