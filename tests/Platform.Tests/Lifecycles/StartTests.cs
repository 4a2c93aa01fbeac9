using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Lifecycles;

[Collection(OneAtATime.Name)]
public sealed class StartTests
{
    private static readonly byte[] Code = CodeZip.Of(("index.py", "def main_handler(event, context):\n    return event\n"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_on_the_same_folder_finds_the_functions_and_the_credentials()
    {
        using var folder = new TempFolder();
        var options = new PlatformOptions { DataFolder = folder.FullName };
        PlatformCredentials former;
        await using (var first = await TestKit.Platforms.Platform.StartAsync(options, Cancellation))
        {
            former = first.Credentials;
            using var scf = new ScfCaller(first);
            await scf.CreateFunctionAsync("kept", "Python3.10", Code, Cancellation);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await TestKit.Platforms.Platform.StartAsync(options, Cancellation);

        Assert.Equal((former.SecretId, former.SecretKey), (second.Credentials.SecretId, second.Credentials.SecretKey));
        using var again = new ScfCaller(second);
        Assert.Equal(0, (int)(await again.InvokeAsync("kept", "{}", Cancellation))["InvokeResult"]!);
    }

    [Fact]
    public async Task Two_platforms_run_side_by_side_and_share_nothing()
    {
        await using var one = await TestKit.Platforms.Platform.StartAsync(cancellationToken: Cancellation);
        await using var other = await TestKit.Platforms.Platform.StartAsync(cancellationToken: Cancellation);
        using var first = new ScfCaller(one);
        using var second = new ScfCaller(other);
        using var mistaken = new ScfCaller(other.Credentials.Http, one.Credentials.SecretId, one.Credentials.SecretKey);

        await first.CreateFunctionAsync("mine", "Python3.10", Code, Cancellation);

        Assert.Equal(0, (int)(await first.InvokeAsync("mine", "{}", Cancellation))["InvokeResult"]!);
        Assert.StartsWith("ResourceNotFound", await second.ErrorOfAsync("GetFunction", new JsonObject { ["FunctionName"] = "mine" }, Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("AuthFailure", await mistaken.ErrorOfAsync("ListFunctions", [], Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (code, output) = await RefusedAsync(new PlatformOptions { Environment = new Dictionary<string, string?> { ["SCF_HTTP_PORT"] = $"{port}" } });

        Assert.NotEqual(0, code);
        Assert.Equal($"scfaspire: Port {port} is in use; free it, or set SCF_HTTP_PORT to another port.", output);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_one_clear_line()
    {
        using var folder = new TempFolder();
        var file = folder.Combine("file");
        await File.WriteAllTextAsync(file, "", Cancellation);

        var (code, output) = await RefusedAsync(new PlatformOptions { Environment = new Dictionary<string, string?> { ["SCF_DATA_DIR"] = file } });

        Assert.NotEqual(0, code);
        Assert.DoesNotContain('\n', output);
        Assert.Contains(file, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_one_clear_line_and_leaves_nothing_running()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("postgres"));
        await File.WriteAllTextAsync(folder.Combine("postgres", "PG_VERSION"), "15\n", Cancellation);

        var (code, output) = await RefusedAsync(new PlatformOptions { DataFolder = folder.FullName });

        Assert.NotEqual(0, code);
        Assert.Contains("postgres", output.Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_tool_is_one_clear_line()
    {
        using var folder = new TempFolder();
        var bin = folder.Combine("bin");
        Directory.CreateDirectory(bin);
        foreach (var tool in (string[])["setsid", "setpriv", "unshare", "sh"]) File.CreateSymbolicLink(Path.Combine(bin, tool), $"/usr/bin/{tool}");

        var (code, output) = await RefusedAsync(
            new PlatformOptions { Environment = new Dictionary<string, string?> { ["PATH"] = bin, ["SCF_REDIS"] = "redis-server" } });

        Assert.NotEqual(0, code);
        Assert.Contains("redis-server is needed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_Redis_is_one_clear_line()
    {
        var (code, output) = await RefusedAsync(new PlatformOptions { Environment = new Dictionary<string, string?> { ["SCF_REDIS"] = "memcached" } });

        Assert.NotEqual(0, code);
        Assert.Equal("scfaspire: SCF_REDIS=memcached: it is redis-server or garnet.", output);
    }

    [Fact]
    public async Task A_folder_with_a_long_path_serves_too()
    {
        using var folder = new TempFolder();
        var deep = folder.Combine(new string('d', 60), new string('e', 60));

        await using var platform = await TestKit.Platforms.Platform.StartAsync(new PlatformOptions { DataFolder = Directory.CreateDirectory(deep).FullName }, Cancellation);

        using var scf = new ScfCaller(platform);
        await scf.CreateFunctionAsync("deep", "Python3.10", Code, Cancellation);
        Assert.Equal(0, (int)(await scf.InvokeAsync("deep", "{}", Cancellation))["InvokeResult"]!);
    }

    private static async Task<(int Code, string Output)> RefusedAsync(PlatformOptions options)
    {
        await using var platform = await TestKit.Platforms.Platform.LaunchAsync(options);
        var code = await platform.Exited.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        return (code, platform.Output);
    }
}
