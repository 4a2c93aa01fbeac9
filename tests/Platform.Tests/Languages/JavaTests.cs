using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Languages;

[Collection(OneAtATime.Name)]
[Trait("Category", "Long")]
public sealed class JavaTests(PlatformFixture fixture) : IDisposable
{
    private readonly ScfCaller _scf = new(fixture.Platform);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_runs()
    {
        await _scf.CreateFunctionAsync(
            "ledger", "Java11", CodeZip.OfFolder(Path.Combine(BuildOutput.Root, "samples", "ledger", "build")), Cancellation,
            new JsonObject { ["Handler"] = "ledger.Ledger::mainHandler", ["MemorySize"] = 256 });
        var result = await _scf.InvokeAsync("ledger", """{"until":"2024-01-31","accounts":["rent"]}""", Cancellation);
        Assert.Equal(0, (int)result["InvokeResult"]!);
        Assert.Equal("6 transactions until 2024-01-31: {rent=1250.00}", (string?)JsonNode.Parse((string)result["RetMsg"]!)!["summary"]);
        var refused = await _scf.InvokeAsync("ledger", """{"until":"2024-01-31","accounts":["gold"]}""", Cancellation);
        Assert.StartsWith("java.lang.IllegalArgumentException: there is no account gold\n    at ledger.Ledger.mainHandler(Ledger.java:", (string?)refused["ErrMsg"], StringComparison.Ordinal);
    }

    public void Dispose() => _scf.Dispose();
}
