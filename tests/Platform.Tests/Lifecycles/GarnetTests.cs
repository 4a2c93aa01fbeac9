using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Lifecycles;

/// <summary>Where no redis-server can be had, Garnet takes its place.</summary>
[Collection(OneAtATime.Name)]
public sealed class GarnetTests
{
    private static readonly byte[] Code = CodeZip.Of(("index.py", "def main_handler(event, context):\n    return event\n"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Functions_run_on_Garnet_through_its_crash_and_a_second_start()
    {
        using var folder = new TempFolder();
        var options = new PlatformOptions { DataFolder = folder.FullName, Environment = new Dictionary<string, string?> { ["SCF_REDIS"] = "garnet" } };
        await using (var first = await TestKit.Platforms.Platform.StartAsync(options, Cancellation))
        {
            Assert.Contains("ScfAspire.GarnetHost", Processes.CommandLine(first.PidOf("redis")), StringComparison.Ordinal);
            using var scf = new ScfCaller(first);
            await scf.CreateFunctionAsync("kept", "Python3.10", Code, Cancellation);
            await RunsAsync(scf, "kept");

            await first.KillAsync("redis", Cancellation);

            await scf.CreateFunctionAsync("later", "Python3.10", Code, Cancellation);
            await RunsAsync(scf, "later");
            await RunsAsync(scf, "kept");
            Assert.Equal(0, await first.StopAsync());
            Assert.Contains("Microsoft Garnet", first.Output, StringComparison.Ordinal);
        }

        await using var second = await TestKit.Platforms.Platform.StartAsync(options, Cancellation);

        using var again = new ScfCaller(second);
        await RunsAsync(again, "kept");
    }

    private static async Task RunsAsync(ScfCaller scf, string function) =>
        Assert.Equal(0, (int)(await scf.InvokeAsync(function, "{}", Cancellation))["InvokeResult"]!);
}
