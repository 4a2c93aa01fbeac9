using ScfAspire.Contracts.Link;

namespace ScfAspire.Runtimes.Tests;

public sealed class NodeBootstrapTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exports.main_handler = async (event) => ({ n: event.n + 1 });", """{"n":8}""")]
    [InlineData("exports.main_handler = async () => undefined;", "null")]
    [InlineData("exports.main_handler = (event) => event.n;", "7")]
    [InlineData("exports.main_handler = (event, context, callback) => callback(null, 'ü');", "\"ü\"")]
    [InlineData("exports.main_handler = (event, context, callback) => { callback(null, 1); callback(null, 2); };", "1")]
    [InlineData("exports.main_handler = (event, context, callback) => setTimeout(() => callback(null, 3), 5);", "3")]
    [InlineData("exports.main_handler = (event, context) => { setTimeout(() => context.succeed(4), 5); };", "4")]
    [InlineData("exports.main_handler = (event, context) => { const { done } = context; done(null, 5); };", "5")]
    [InlineData("exports.main_handler = (event, context) => { setTimeout(() => {}, 5); };", "null")]
    [InlineData("exports.main_handler = async (event, context) => context.getContext() === context;", "true")]
    [InlineData("exports.main_handler = (e, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1e6); callback(null, 6); };", "6")]
    public async Task Handlers_answer_in_every_form(string source, string result)
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, source);
        var outcome = await node.InvokeAsync("""{"n":7}""");
        Assert.Equal((FrameKind.Result, result), (outcome.End.Kind, outcome.End.Text));
    }

    [Theory]
    [InlineData("exports.main_handler = async () => { throw new Error('bad'); };", "Error: bad\n    at exports.main_handler (")]
    [InlineData("exports.main_handler = () => { throw new TypeError('bad'); };", "TypeError: bad\n    at exports.main_handler (")]
    [InlineData("exports.main_handler = (event, context, callback) => callback(new Error('told'));", "Error: told\n    at exports.main_handler (")]
    [InlineData("exports.main_handler = (event, context, callback) => callback('text');", "text(callback err is not instance of Error)")]
    [InlineData("exports.main_handler = (event, context) => context.fail(new Error('told'));", "Error: told\n    at exports.main_handler (")]
    [InlineData("exports.main_handler = () => new Promise(() => setTimeout(() => { throw new Error('late'); }, 5));", "Error: late\n    at Timeout._onTimeout (")]
    [InlineData("exports.main_handler = async () => { Promise.reject(new Error('alone')); await new Promise(() => {}); };", "Error: alone\n    at exports.main_handler (")]
    [InlineData("exports.main_handler = async () => { const a = {}; a.a = a; return a; };", "TypeError: Converting circular structure")]
    public async Task Failures_carry_the_users_frames_and_leave_the_process_alive(string source, string stack)
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, source);
        for (var round = 0; round < 2; round++)
        {
            var outcome = await node.InvokeAsync("{}");
            Assert.Equal(FrameKind.Failure, outcome.End.Kind);
            Assert.Equal((430, "user code exception caught"), (outcome.End.Failure.StatusCode, outcome.End.Failure.ErrorMessage));
            Assert.StartsWith(stack, outcome.End.Failure.StackTrace, StringComparison.Ordinal);
            Assert.DoesNotContain("runtimes/node/", outcome.End.Failure.StackTrace, StringComparison.Ordinal);
            Assert.DoesNotContain("node:", outcome.End.Failure.StackTrace, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("exports.other = 1;", "index.main_handler", 437, "HandlerNotFound: index.js does not export a function named main_handler")]
    [InlineData("exports.main_handler = 1;", "index.main_handler", 437, "HandlerNotFound: index.js does not export a function named main_handler")]
    [InlineData("", "app.main_handler", 437, "HandlerNotFound: there is no file app.js in the code package")]
    [InlineData("exports.x = (;", "index.main_handler", 437, "HandlerNotFound: index.js cannot be loaded: Unexpected token ';'")]
    [InlineData("", "../index.main_handler", 437, "HandlerNotFound: the handler \"../index.main_handler\" lies outside the code package")]
    [InlineData("throw new Error('top');", "index.main_handler", 430, "user code exception caught")]
    [InlineData("JSON.parse('{');", "index.main_handler", 430, "user code exception caught")]
    public async Task What_cannot_be_loaded_says_why(string source, string handler, int status, string message)
    {
        await using var node = await Bootstrap.StartAsync(Language.Node);
        var answer = await node.LoadAsync(node.Code(("index.js", source)), handler);
        Assert.Equal(FrameKind.LoadFailed, answer.Kind);
        Assert.Equal((status, message), (answer.Failure.StatusCode, answer.Failure.ErrorMessage));
    }

    [Fact]
    public async Task Modules_load_by_their_extension_and_by_the_packages_type()
    {
        await using (var node = await Bootstrap.LoadedAsync(Language.Node, "export const main_handler = async () => import.meta.url.length > 0;", file: "index.mjs"))
            Assert.Equal("true", (await node.InvokeAsync("{}")).End.Text);
        await using (var node = await Bootstrap.StartAsync(Language.Node))
        {
            var code = node.Code(("package.json", """{"type":"module"}"""), ("index.js", "const one = await Promise.resolve(1); export default { main_handler: () => one };"));
            Assert.Equal(FrameKind.Loaded, (await node.LoadAsync(code)).Kind);
            Assert.Equal("1", (await node.InvokeAsync("{}")).End.Text);
        }
    }

    [Fact]
    public async Task What_triggered_a_call_is_in_its_environment_and_in_no_other_calls()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "exports.main_handler = async (event, context) => ({ source: process.env.TRIGGER_SRC ?? null, context });");
        await ContextExpectations.CheckTriggerSourceAsync(node);
    }

    [Fact]
    public async Task The_context_and_the_environment_are_those_of_the_interface()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "exports.main_handler = async (event, context) => ({ context, greeting: process.env.GREETING, left: process.env.LEFT_OVER ?? null, cwd: process.cwd() === __dirname });");
        var result = (await node.InvokeAsync("{}")).End.Json;
        ContextExpectations.Check(result);
    }

    [Fact]
    public async Task Console_lines_carry_time_and_request_id_and_raw_writes_do_not()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, """
            console.log('init');
            exports.main_handler = async () => { console.log('a %d', 1, { b: 2 }); console.error('e\nf'); process.stdout.write('raw\n'); process.stderr.write(Buffer.from('bytes\n')); };
            """);
        var id = Bootstrap.RequestId(1);
        var log = (await node.InvokeAsync("{}")).Log;
        Assert.Matches($@"^\d{{4}}-\d\d-\d\dT[\d:.]+Z\t{id}\ta 1 \{{ b: 2 \}}\n\d{{4}}-\d\d-\d\dT[\d:.]+Z\t{id}\te\nf\nraw\nbytes\n$", log);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+Z\t-\tinit\n$", node.OutsideLog);
    }

    [Fact]
    public async Task Overlapping_calls_keep_their_logs_and_errors_apart()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, """
            const waiting = [];
            exports.main_handler = async (event) => {
              console.log('enter', event.n);
              await new Promise((resolve) => { waiting.push(resolve); if (waiting.length === 3) waiting.reverse().forEach((go) => setImmediate(go)); });
              console.log('leave', event.n);
              if (event.n === 2) setTimeout(() => { throw new Error('of 2'); }, 1);
              if (event.n === 2) await new Promise(() => {});
              return event.n;
            };
            """, concurrency: 3);
        var first = await node.SendAsync("""{"n":1}""", """{"n":2}""", """{"n":3}""");
        var ends = new Dictionary<uint, Frame>();
        while (ends.Count < 3)
        {
            var frame = (await node.ReadUntilAsync(frame => frame.Kind is FrameKind.Result or FrameKind.Failure))!;
            ends.Add(frame.Call, frame);
        }

        Assert.Equal("1", ends[first].Text);
        Assert.StartsWith("Error: of 2", ends[first + 1].Failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("3", ends[first + 2].Text);
        for (var call = first; call < first + 3; call++)
            Assert.Matches($@"^\S+\t{Bootstrap.RequestId(call)}\tenter {call}\n\S+\t{Bootstrap.RequestId(call)}\tleave {call}\n$", node.Log(call));
    }

    [Fact]
    public async Task Many_events_of_one_wake_up_are_all_answered()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "exports.main_handler = async (event) => event;", concurrency: 100);
        var filler = new string('x', 3000);
        await node.SendAsync([.. Enumerable.Range(1, 100).Select(n => $$"""{"n":{{n}},"filler":"{{filler}}"}""")]);
        var seen = new List<int>();
        while (seen.Count < 100)
        {
            var frame = (await node.ReadUntilAsync(frame => frame.Kind == FrameKind.Result))!;
            Assert.Equal(frame.Call, frame.Json.GetProperty("n").GetUInt32());
            seen.Add((int)frame.Call);
        }

        Assert.Equal(Enumerable.Range(1, 100), seen.Order());
    }

    [Fact]
    public async Task Results_may_have_six_megabytes_and_no_more()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "exports.main_handler = async (event) => 'x'.repeat(event.length);");
        var most = (6 * 1024 * 1024) - 2;
        Assert.Equal(FrameKind.Result, (await node.InvokeAsync($$"""{"length":{{most}}}""")).End.Kind);
        var over = (await node.InvokeAsync($$"""{"length":{{most + 1}}}""")).End;
        Assert.Equal((407, "The size of response exceeds the upper limit (6MB)"), (over.Failure.StatusCode, over.Failure.ErrorMessage));
        var large = new string('y', 5 * 1024 * 1024);
        Assert.Equal(FrameKind.Result, (await node.InvokeAsync($$"""{"length":1,"pad":"{{large}}"}""")).End.Kind);
    }

    [Fact]
    public async Task A_log_is_out_before_the_code_that_follows_it_runs()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "exports.main_handler = () => { console.log('before'); for (;;); };");
        var call = await node.SendAsync("{}");
        await node.ReadUntilAsync(frame => frame.Kind == FrameKind.Log);
        Assert.EndsWith("\tbefore\n", node.Log(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_ends_the_process_after_its_log()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "exports.main_handler = () => { console.log('bye'); process.exit(3); };");
        var call = await node.SendAsync("{}");
        Assert.Null(await node.EndOfAsync(call));
        Assert.EndsWith("\tbye\n", node.Log(call), StringComparison.Ordinal);
        await node.Process.WaitForExitAsync(Cancel);
        Assert.Equal(3, node.Process.ExitCode);
    }

    [Fact]
    public async Task The_process_ends_with_its_agent()
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, "setInterval(() => {}, 1000); exports.main_handler = () => 1;");
        node.Disconnect();
        await node.Process.WaitForExitAsync(Cancel);
        Assert.Equal(0, node.Process.ExitCode);
    }
}
