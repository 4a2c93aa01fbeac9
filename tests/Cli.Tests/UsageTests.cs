using System.Text.Json.Nodes;
using ScfAspire.Cli.Tests.Running;

namespace ScfAspire.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("invoke")]
    [InlineData("invoke", "hello", "--event", "{not json")]
    [InlineData("invoke", "hello", "--async", "--http", "GET /")]
    [InlineData("invoke", "hello", "--http", "nonsense")]
    [InlineData("invoke", "a/b/c")]
    [InlineData("list", "--output", "xml")]
    [InlineData("logs", "hello", "--since", "soon")]
    [InlineData("deploy")]
    [InlineData("deploy", "nowhere")]
    [InlineData("init", "x", "--runtime", "Cobol")]
    [InlineData("list", "--profile", "nobody")]
    [InlineData("list", "--endpoint", "ftp://x")]
    public async Task Wrong_usage_ends_with_2_and_says_what_helps(params string[] args)
    {
        _cli.Variables["SCF_SECRET_ID"] = "a";
        _cli.Variables["SCF_SECRET_KEY"] = "b";
        var run = await _cli.RunAsync(args);
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Out));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_every_command_works_and_the_roots_has_the_exit_codes()
    {
        Assert.Contains("Exit codes", (await _cli.RunAsync("--help")).Out, StringComparison.Ordinal);
        foreach (var command in new[] { "init", "deploy", "dev", "invoke", "logs", "list", "get", "delete", "version", "alias", "namespace", "config", "completion" })
        {
            var run = await _cli.RunAsync(command, "--help");
            Assert.Equal(0, run.Code);
            Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c scf")]
    public async Task Completion_scripts_are_printed(string shell, string part) => Assert.Contains(part, (await _cli.RunAsync("completion", shell)).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Suggestions_name_the_commands() => Assert.Contains("deploy", (await _cli.RunAsync("[suggest:5]", "scf d")).Out.Split('\n').Select(l => l.Trim()));

    [Fact]
    public async Task Init_writes_and_never_overwrites()
    {
        Assert.Equal(0, (await _cli.RunAsync("init", "site", "--runtime", "Python3.10", "--web")).Code);
        Assert.True((File.GetUnixFileMode(Path.Combine(_cli.Work, "site", "scf_bootstrap")) & UnixFileMode.UserExecute) != 0);
        Assert.Contains("python310", await File.ReadAllTextAsync(Path.Combine(_cli.Work, "site", "scf_bootstrap"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await _cli.RunAsync("init", "site")).Code);
    }

    [Fact]
    public async Task Settings_come_from_the_nearest_that_has_them()
    {
        await _cli.RunAsync("config", "set", "endpoint", "http://from-profile:1");
        await _cli.RunAsync("config", "set", "secretId", "profile-id");
        await _cli.RunAsync("config", "set", "endpoint", "http://other:1", "--profile", "other");
        Assert.Equal("http://from-profile:1", await EndpointAsync());
        _cli.Write(".scf/credentials.json", """{"secretId":"local-id","secretKey":"local-key","endpoint":"http://local:1"}""");
        Assert.Equal("http://local:1", await EndpointAsync());
        _cli.Variables["SCF_ENDPOINT"] = "http://environment:1";
        Assert.Equal("http://environment:1", await EndpointAsync());
        Assert.Equal("http://other:1", await EndpointAsync("--profile", "other"));
        Assert.Equal("http://given:1", await EndpointAsync("--endpoint", "http://given:1", "--profile", "other"));
        var shown = await _cli.RunAsync("config");
        Assert.Contains("local-id", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("local-key", shown.Out, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_cli.Home, ".scf", "config")));
    }

    [Fact]
    public async Task The_data_folder_of_the_environment_wins_over_the_one_above()
    {
        _cli.Write(".scf/credentials.json", """{"endpoint":"http://above:1"}""");
        _cli.Write("data/credentials.json", """{"endpoint":"http://data:1"}""");
        _cli.Variables["SCF_DATA_DIR"] = "data";
        Assert.Equal("http://data:1", await EndpointAsync());
    }

    private async Task<string> EndpointAsync(params string[] args) =>
        JsonNode.Parse((await _cli.RunAsync(["config", "-o", "json", .. args])).Out)!["endpoint"]!["value"]!.GetValue<string>();
}
