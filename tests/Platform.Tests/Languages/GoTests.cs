using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Languages;

[Collection(OneAtATime.Name)]
[Trait("Category", "Long")]
public sealed class GoTests(PlatformFixture fixture) : IDisposable
{
    private readonly ScfCaller _scf = new(fixture.Platform);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_runs()
    {
        await _scf.CreateFunctionAsync(
            "routes", "Go1", CodeZip.OfFolder(Path.Combine(BuildOutput.Root, "samples", "routes", "build")), Cancellation, new JsonObject { ["Handler"] = "main" });
        var result = await _scf.InvokeAsync("routes", await File.ReadAllTextAsync(Path.Combine(BuildOutput.Root, "samples", "routes", "event.json"), Cancellation), Cancellation);
        Assert.Equal(0, (int)result["InvokeResult"]!);
        Assert.StartsWith("4860 km: Lisbon, Madrid, Bordeaux, Lyon, ", (string?)JsonNode.Parse((string)result["RetMsg"]!)!["summary"], StringComparison.Ordinal);
        var refused = await _scf.InvokeAsync("routes", "{\"from\":\"Lisbon\",\"to\":\"Atlantis\"}", Cancellation);
        Assert.Equal("errorString: no road of the table leads to \"Atlantis\"", (string?)refused["ErrMsg"]);
    }

    public void Dispose() => _scf.Dispose();
}
