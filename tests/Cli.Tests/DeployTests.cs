using System.IO.Compression;
using System.Text.Json.Nodes;
using ScfAspire.Cli.Tests.Platform;
using ScfAspire.Cli.Tests.Running;
using ScfAspire.V1;

namespace ScfAspire.Cli.Tests;

public sealed class DeployTests : IAsyncLifetime
{
    private PlatformDouble _platform = null!;
    private CliRun _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await PlatformDouble.StartAsync();
        _cli = new(_platform);
    }

    public ValueTask DisposeAsync()
    {
        _cli.Dispose();
        return _platform.DisposeAsync();
    }

    [Fact]
    public async Task Init_deploy_and_deploy_again_creates_and_then_changes_nothing()
    {
        Assert.Equal(0, (await _cli.RunAsync("init", "hello")).Code);
        var first = await _cli.RunAsync("deploy", "hello");
        var second = await _cli.RunAsync("deploy", "hello", "--output", "json");

        Assert.Equal((0, ""), (first.Code, first.Out));
        Assert.Contains("Created namespaces/default/functions/hello", first.Error, StringComparison.Ordinal);
        Assert.Equal("Unchanged", JsonNode.Parse(second.Out)![0]!["outcome"]!.GetValue<string>());
        using var zip = new ZipArchive(new MemoryStream(_platform.State.Packages["namespaces/default/functions/hello"]));
        Assert.Equal("index.js", Assert.Single(zip.Entries).FullName);
    }

    [Fact]
    public async Task A_change_sends_only_what_changed()
    {
        _cli.Write("scf.yaml", "name: hello\nruntime: Python3.10\n");
        _cli.Write("index.py", "1");
        await _cli.RunAsync("deploy");
        _cli.Write("scf.yaml", "name: hello\nruntime: Python3.10\nmemory: 512\nenvironment:\n  A: b\n");
        var configuration = await _cli.RunAsync("deploy");
        _cli.Write("index.py", "2");
        var code = await _cli.RunAsync("deploy");

        Assert.True(configuration.Code == 0, configuration.Error);
        Assert.Equal(0, code.Code);
        Assert.Equal(["memory_mb,environment", "code"], _platform.State.Updates);
        Assert.Equal("b", _platform.State.Functions["namespaces/default/functions/hello"].Environment["A"]);
    }

    [Fact]
    public async Task An_http_trigger_gives_a_url_and_a_missing_namespace_is_made()
    {
        _cli.Write("scf.yaml", "name: shop\nnamespace: team\nruntime: Nodejs20.19\ntype: web\ntriggers:\n  - http\n");
        _cli.Write("app.js", "");
        var run = await _cli.RunAsync("deploy");

        Assert.Equal(0, run.Code);
        Assert.Equal("http://gateway/team/shop", run.Out.Trim());
        Assert.Equal(FunctionType.Http, _platform.State.Functions["namespaces/team/functions/shop"].Type);
    }

    [Fact]
    public async Task Several_functions_share_the_defaults_of_the_top()
    {
        _cli.Write("scf.yaml", "runtime: Python3.10\nmemory: 256\nfunctions:\n  - name: one\n    code: a\n  - name: two\n    code: b\n    memory: 512\n");
        _cli.Write("a/index.py", "1");
        _cli.Write("b/index.py", "2");

        Assert.Equal(0, (await _cli.RunAsync("deploy", "-f", "two")).Code);
        Assert.Equal(["namespaces/default/functions/two"], _platform.State.Functions.Keys);
        Assert.Equal(0, (await _cli.RunAsync("deploy")).Code);
        Assert.Equal((256, 512), (_platform.State.Functions["namespaces/default/functions/one"].MemoryMb, _platform.State.Functions["namespaces/default/functions/two"].MemoryMb));
    }

    [Fact]
    public async Task A_zip_is_sent_as_it_is()
    {
        using (var zip = ZipFile.Open(Path.Combine(_cli.Work, "code.zip"), ZipArchiveMode.Create)) zip.CreateEntry("index.py");
        var run = await _cli.RunAsync("deploy", "code.zip", "--name", "packed", "--runtime", "Python3.10", "--env", "A=b=c");

        Assert.Equal(0, run.Code);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_cli.Work, "code.zip"), TestContext.Current.CancellationToken), _platform.State.Packages["namespaces/default/functions/packed"]);
        Assert.Equal("b=c", _platform.State.Functions["namespaces/default/functions/packed"].Environment["A"]);
    }

    [Fact]
    public async Task A_runtime_that_differs_is_refused_with_the_way_out()
    {
        _cli.Write("scf.yaml", "name: hello\nruntime: Python3.10\n");
        _cli.Write("index.py", "1");
        await _cli.RunAsync("deploy");
        _cli.Write("scf.yaml", "name: hello\nruntime: Nodejs20.19\n");
        var run = await _cli.RunAsync("deploy");

        Assert.Equal(ExitCode.FunctionFailed, run.Code);
        Assert.Contains("delete the function first", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_deploys_each_change_and_follows_the_log()
    {
        _cli.Write("scf.yaml", "name: hello\nruntime: Python3.10\n");
        _cli.Write("index.py", "1");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = _cli.RunAsync(end.Token, "dev");
        var written = _platform.State.Written.Reader;
        var first = await written.ReadAsync(TestContext.Current.CancellationToken);
        _platform.State.Live.Writer.TryWrite(new() { RequestId = "r1", StatusCode = 200, Log = "printed by the function\n" });
        while (!(await _cli.Lines.Reader.ReadAsync(TestContext.Current.CancellationToken)).Contains("printed by the function", StringComparison.Ordinal)) { }

        _cli.Write("index.py", "2");
        var second = await written.ReadAsync(TestContext.Current.CancellationToken);
        _cli.Write("scf.yaml", "name: hello\nruntime: Python3.10\nmemory: 512\n");
        var third = await written.ReadAsync(TestContext.Current.CancellationToken);
        await end.CancelAsync();

        Assert.Equal(0, (await running).Code);
        Assert.NotEqual(first.CodeInfo.Sha256, second.CodeInfo.Sha256);
        Assert.Equal(512, third.MemoryMb);
    }
}
