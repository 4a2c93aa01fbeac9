using System.Diagnostics;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Sdk;

/// <summary>The public cloud's own Node.js SDK, unchanged, against the running platform.</summary>
[Collection(OneAtATime.Name)]
public sealed class SdkTests(PlatformFixture fixture)
{
    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    [InlineData("custom-runtime")]
    [InlineData("web")]
    [InlineData("versions")]
    [InlineData("errors")]
    public async Task The_real_SDK_works(string scenario)
    {
        var credentials = fixture.Platform.Credentials;
        var start = new ProcessStartInfo("node", [Path.Combine(BuildOutput.Root, "tests/Platform.Tests/node-sdk", $"{scenario}.js")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["SCF_TEST_ENDPOINT"] = credentials.Http.Authority,
                ["SCF_TEST_SECRET_ID"] = credentials.SecretId,
                ["SCF_TEST_SECRET_KEY"] = credentials.SecretKey,
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
    }
}
