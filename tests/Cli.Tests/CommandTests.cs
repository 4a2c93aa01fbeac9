using System.Text.Json.Nodes;
using Google.Rpc;
using ScfAspire.Cli.Tests.Platform;
using ScfAspire.Cli.Tests.Running;
using Function = ScfAspire.V1.Function;

namespace ScfAspire.Cli.Tests;

public sealed class CommandTests : IAsyncLifetime
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
    public async Task Invoke_prints_the_result_and_nothing_else_on_standard_output()
    {
        var run = await _cli.RunAsync("invoke", "team/hello", "--event", """{"a":1}""", "--tail", "-q", "prod");
        Assert.True(_platform.State.Invocations.TryDequeue(out var request));
        Assert.Equal((0, """{"ok":true}"""), (run.Code, run.Out.Trim()));
        Assert.Equal(("namespaces/team/functions/hello", """{"a":1}""", "prod"), (request.Name, request.Event, request.Qualifier));
        Assert.Contains("tail of the log", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_takes_the_event_from_standard_input_and_from_a_file()
    {
        _cli.Input = "[1]";
        _cli.Write("event.json", "[2]");
        await _cli.RunAsync("invoke", "hello", "--event", "-");
        await _cli.RunAsync("invoke", "hello", "--event", "@event.json");
        await _cli.RunAsync("invoke", "hello");
        Assert.Equal(["[1]", "[2]", "{}"], _platform.State.Invocations.Select(i => i.Event));
    }

    [Fact]
    public async Task A_function_that_fails_ends_with_1_and_prints_its_error()
    {
        _platform.State.Answer = (430, """{"errorCode":-1}""", "Error: boom");
        var run = await _cli.RunAsync("invoke", "hello");
        var json = await _cli.RunAsync("invoke", "hello", "-o", "json");
        Assert.Equal(ExitCode.FunctionFailed, run.Code);
        Assert.Contains("boom", run.Error, StringComparison.Ordinal);
        Assert.Equal((-1, 430), (JsonNode.Parse(json.Out)!["result"]!["errorCode"]!.GetValue<int>(), JsonNode.Parse(json.Out)!["statusCode"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Async_prints_the_request_id()
    {
        var run = await _cli.RunAsync("invoke", "hello", "--async");
        Assert.Equal((0, "req-async"), (run.Code, run.Out.Trim()));
    }

    [Fact]
    public async Task A_web_function_answers_with_its_body()
    {
        var run = await _cli.RunAsync("invoke", "web", "--http", "PUT /a?b", "--data", "x");
        Assert.Equal((0, "grün"), (run.Code, run.Out.Trim()));
        Assert.Contains("x-method: PUT /a?b", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_whole_in_both_forms()
    {
        foreach (var id in new[] { "a1", "b1", "c1" }) _platform.State.Functions[$"namespaces/default/functions/{id}"] = new Function { Name = $"namespaces/default/functions/{id}", Runtime = "Python3.10" };
        var table = await _cli.RunAsync("list");
        var json = await _cli.RunAsync("list", "-o", "json");
        Assert.Equal(4, table.Out.Trim().Split('\n').Length);
        Assert.Equal(3, JsonNode.Parse(json.Out)!.AsArray().Count);
    }

    [Fact]
    public async Task Versions_aliases_and_namespaces_are_managed()
    {
        Assert.Equal("7", (await _cli.RunAsync("version", "publish", "hello", "-d", "first")).Out.Trim());
        Assert.Equal(0, (await _cli.RunAsync("alias", "set", "hello", "prod", "--version", "7")).Code);
        Assert.Equal(0, (await _cli.RunAsync("alias", "set", "hello", "prod", "--version", "7", "--also", "8", "--weight", "0.25")).Code);
        Assert.Equal(0.25, _platform.State.Aliases["namespaces/default/functions/hello/aliases/prod"].AdditionalVersion.Weight);
        Assert.Equal(0, (await _cli.RunAsync("namespace", "create", "team")).Code);
        Assert.Equal(ExitCode.Refused, (await _cli.RunAsync("namespace", "create", "team")).Code);
        Assert.Contains("team", (await _cli.RunAsync("ns", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_show_what_functions_printed_and_follow_until_cancelled()
    {
        _platform.State.Records.Add(new() { RequestId = "old", StatusCode = 200, Log = "START RequestId: old\nfirst line\n" });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = _cli.RunAsync(end.Token, "logs", "hello", "-f");
        _platform.State.Live.Writer.TryWrite(new() { RequestId = "new", StatusCode = 433, ErrorMessage = "no more:\ntimed out" });
        while (!(await _cli.Lines.Reader.ReadAsync(TestContext.Current.CancellationToken)).Contains("timed out", StringComparison.Ordinal)) { }
        await end.CancelAsync();
        var run = await running;
        Assert.Equal(0, run.Code);
        Assert.Contains("  first line\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  no more:\n  timed out\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Code.NotFound, "ResourceNotFound.Function", ExitCode.NotFound)]
    [InlineData(Code.PermissionDenied, "UnauthorizedOperation.CAM", ExitCode.Authentication)]
    [InlineData(Code.InvalidArgument, "InvalidParameterValue.MemorySize", ExitCode.Usage)]
    [InlineData(Code.FailedPrecondition, "FailedOperation.FunctionStatusError", ExitCode.Refused)]
    [InlineData(Code.ResourceExhausted, "LimitExceeded.Trigger", ExitCode.Refused)]
    [InlineData(Code.Unavailable, "", ExitCode.Unavailable)]
    [InlineData(Code.Internal, "InternalError", ExitCode.Internal)]
    public async Task Each_kind_of_error_has_its_exit_code(Code code, string reason, int exit)
    {
        _platform.State.Fault = PlatformFault.Of(code, reason, "the platform's words");
        var run = await _cli.RunAsync("get", "hello");
        var json = await _cli.RunAsync("get", "hello", "-o", "json");
        Assert.Equal(exit, run.Code);
        Assert.Contains("the platform's words", run.Error, StringComparison.Ordinal);
        Assert.Equal("", json.Out);
        Assert.Equal(exit, JsonNode.Parse(json.Error)!["error"]!["exitCode"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_wrong_key_and_no_key_and_no_platform_have_theirs()
    {
        _cli.Variables["SCF_SECRET_KEY"] = "wrong";
        Assert.Equal(ExitCode.Authentication, (await _cli.RunAsync("list")).Code);
        _cli.Variables.Remove("SCF_SECRET_KEY");
        var none = await _cli.RunAsync("list");
        Assert.Equal(ExitCode.Authentication, none.Code);
        Assert.Contains("SCF_SECRET_KEY", none.Error, StringComparison.Ordinal);
        _cli.Variables["SCF_SECRET_KEY"] = "x";
        Assert.Equal(ExitCode.Unavailable, (await _cli.RunAsync("list", "--endpoint", "http://127.0.0.1:9")).Code);
    }
}
