using ScfAspire.Contracts.Link;

namespace ScfAspire.Runtimes.Tests;

[Trait("Category", "Long")]
public sealed class PhpBootstrapTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("function main_handler($event, $context) { return ['n' => $event->n + 1, 'ü' => null]; }", """{"n":8,"ü":null}""")]
    [InlineData("function main_handler($event, $context) { return $event; }", """{"n":7,"e":{},"l":[]}""")]
    [InlineData("function main_handler($event) {}", "null")]
    [InlineData("function main_handler($event, $context) { return [1.0, 'a/b', true]; }", "[1.0,\"a/b\",true]")]
    [InlineData("$offset = 3;\nfunction main_handler($event, $context) { global $offset; return $event->n + $offset; }", "10")]
    [InlineData("$main = fn () => 1;\nif (true) { function main_handler($event, $context) { return $GLOBALS['main'](); } }", "1")]
    public async Task Handlers_answer_in_every_form(string source, string result)
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\n" + source);
        var outcome = await php.InvokeAsync("""{"n":7,"e":{},"l":[]}""");
        Assert.Equal((FrameKind.Result, result), (outcome.End.Kind, outcome.End.Text));
    }

    [Theory]
    [InlineData("function main_handler($event, $context) { throw new RuntimeException('schön'); }", "RuntimeException: schön in ", "/user/index.php:2\nStack trace:\n#0 {main}")]
    [InlineData("function deep() { throw new LogicException('deep'); }\nfunction main_handler($event, $context) { deep(); }", "LogicException: deep in ", "/user/index.php(3): deep()\n#1 {main}")]
    [InlineData("function main_handler($event, $context) { missing(); }", "Error: Call to undefined function missing() in ", "#0 {main}")]
    [InlineData("function main_handler($event, $context) { try { throw new LogicException('a'); } catch (LogicException $e) { throw new LogicException('b', 0, $e); } }", "LogicException: a in ", "#0 {main}")]
    [InlineData("function main_handler($event, $context) { return NAN; }", "JsonException: Inf and NaN cannot be JSON encoded", "#0 {main}")]
    [InlineData("function main_handler($event, $context) { return \"\\xff\"; }", "JsonException: Malformed UTF-8 characters", "#0 {main}")]
    public async Task Failures_carry_the_users_frames_and_leave_the_process_alive(string source, string start, string end)
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\n" + source);
        for (var round = 0; round < 2; round++)
        {
            var failure = (await php.InvokeAsync("{}")).End.Failure;
            Assert.Equal((430, "user code exception caught"), (failure.StatusCode, failure.ErrorMessage));
            Assert.StartsWith(start, failure.StackTrace, StringComparison.Ordinal);
            Assert.EndsWith(end, failure.StackTrace, StringComparison.Ordinal);
            Assert.DoesNotContain("runtimes/php", failure.StackTrace, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("function other() {}", "index.main_handler", 437, "HandlerNotFound: index.php has no function named main_handler")]
    [InlineData("", "app.main_handler", 437, "HandlerNotFound: there is no file app.php in the code package")]
    [InlineData("return ];", "index.main_handler", 437, "HandlerNotFound: index.php cannot be loaded: Unmatched ']' on line 2")]
    [InlineData("function twice() {}\nfunction twice() {}", "index.main_handler", 437, "HandlerNotFound: index.php cannot be loaded: Cannot redeclare twice() (previously declared in {file}:2) on line 3")]
    [InlineData("", "../index.main_handler", 437, "HandlerNotFound: the handler \"../index.main_handler\" lies outside the code package")]
    [InlineData("throw new Exception('top');", "index.main_handler", 430, "user code exception caught")]
    [InlineData("require 'no-such-file.php';", "index.main_handler", 430, "user code exception caught")]
    public async Task What_cannot_be_loaded_says_why(string source, string handler, int status, string message)
    {
        await using var php = await Bootstrap.StartAsync(Language.Php);
        var root = php.Code(("index.php", "<?php\n" + source));
        var answer = await php.LoadAsync(root, handler);
        Assert.Equal(FrameKind.LoadFailed, answer.Kind);
        Assert.Equal((status, message.Replace("{file}", root + "/index.php", StringComparison.Ordinal)), (answer.Failure.StatusCode, answer.Failure.ErrorMessage));
    }

    [Fact]
    public async Task Several_events_at_a_time_are_refused()
    {
        await using var php = await Bootstrap.StartAsync(Language.Php);
        var answer = await php.LoadAsync(php.Code(("index.php", "<?php\nfunction main_handler() {}")), concurrency: 2);
        Assert.Equal(FrameKind.LoadFailed, answer.Kind);
        Assert.Contains("one event at a time", answer.Failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_triggered_a_call_is_in_its_environment_and_in_no_other_calls()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\nfunction main_handler($event, $context) { return ['source' => getenv('TRIGGER_SRC') ?: null, 'context' => $context]; }");
        await ContextExpectations.CheckTriggerSourceAsync(php);
    }

    [Fact]
    public async Task The_context_and_the_environment_are_those_of_the_interface()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, """
            <?php
            function main_handler($event, $context) {
                return [
                    'context' => $context, 'greeting' => getenv('GREETING'), 'left' => getenv('LEFT_OVER') ?: null,
                    'cwd' => is_file('index.php') && $_SERVER['argv'] === [''] && $_ENV['GREETING'] === $_SERVER['GREETING'],
                ];
            }
            """);
        ContextExpectations.Check((await php.InvokeAsync("{}")).End.Json);
    }

    [Fact]
    public async Task Everything_printed_is_logged_with_its_call_in_its_order()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, """
            <?php
            echo "init\n";
            function main_handler($event, $context) {
                echo 'one ', 2, "\n";
                print_r([1]);
                printf("%s\n", 'büffer');
                ob_start();
                echo "mine\n";
                $mine = ob_get_clean();
                ob_start();
                echo $undefined, "left $mine";
            }
            """);
        for (var round = 0; round < 2; round++)
        {
            var log = (await php.InvokeAsync("{}")).Log;
            Assert.StartsWith("one 2\nArray\n(\n    [0] => 1\n)\nbüffer\n\nWarning: Undefined variable $undefined in ", log, StringComparison.Ordinal);
            Assert.EndsWith("left mine\n", log, StringComparison.Ordinal);
        }
        Assert.Equal("init\n", php.OutsideLog);
    }

    [Fact]
    public async Task A_function_that_ends_all_buffers_prints_to_the_real_output_until_its_next_call()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\nfunction main_handler($event) { if ($event->end) while (ob_get_level()) ob_end_clean(); echo \"line\\n\"; }");
        Assert.Equal("", (await php.InvokeAsync("""{"end":true}""")).Log);
        Assert.Equal("line", await php.Process.StandardOutput.ReadLineAsync(Cancel));
        Assert.Equal("line\n", (await php.InvokeAsync("""{"end":false}""")).Log);
    }

    [Fact]
    public async Task Results_may_have_six_megabytes_and_no_more()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\nfunction main_handler($event) { return str_repeat('x', $event->length); }");
        var most = (6 * 1024 * 1024) - 2;
        Assert.Equal(FrameKind.Result, (await php.InvokeAsync($$"""{"length":{{most}}}""")).End.Kind);
        var over = (await php.InvokeAsync($$"""{"length":{{most + 1}}}""")).End;
        Assert.Equal((407, "The size of response exceeds the upper limit (6MB)"), (over.Failure.StatusCode, over.Failure.ErrorMessage));
        var large = new string('y', 5 * 1024 * 1024);
        Assert.Equal(FrameKind.Result, (await php.InvokeAsync($$"""{"length":1,"pad":"{{large}}"}""")).End.Kind);
    }

    [Fact]
    public async Task An_event_that_is_no_JSON_is_refused()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\nfunction main_handler($event) { return 1; }");
        Assert.Equal(400, (await php.InvokeAsync("{")).End.Failure.StatusCode);
        Assert.Equal("1", (await php.InvokeAsync("[]")).End.Text);
    }

    [Theory]
    [InlineData("echo 'bye'; exit(3);", 3, "bye")]
    [InlineData("die('reason');", 0, "reason")]
    [InlineData("ob_start(); echo 'held'; exit(4);", 4, "held")]
    public async Task Exit_ends_the_process_after_its_log(string body, int code, string log)
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, $"<?php\nfunction main_handler($event) {{ {body} }}");
        var call = await php.SendAsync("{}");
        Assert.Null(await php.EndOfAsync(call));
        Assert.Equal(log, php.Log(call));
        await php.Process.WaitForExitAsync(Cancel);
        Assert.Equal(code, php.Process.ExitCode);
    }

    [Fact]
    public async Task A_forked_child_does_not_speak_for_its_parent()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, """
            <?php
            function main_handler($event) {
                $child = pcntl_fork();
                if ($child === 0) { echo "child\n"; return 'child'; }
                pcntl_waitpid($child, $status);
                return 'parent';
            }
            """);
        var outcome = await php.InvokeAsync("{}");
        Assert.Equal(("\"parent\"", ""), (outcome.End.Text, outcome.Log));
        Assert.Equal("child", await php.Process.StandardOutput.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_function_may_handle_the_signal_that_ends_it()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, """
            <?php
            pcntl_async_signals(true);
            pcntl_signal(SIGTERM, function () { echo "stopping\n"; exit(0); });
            function main_handler($event) { return getmypid(); }
            """);
        await php.InvokeAsync("{}");
        using (System.Diagnostics.Process.Start("/bin/kill", ["-TERM", $"{php.Process.Id}"])) await php.Process.WaitForExitAsync(Cancel);
        Assert.Null(await php.ReadUntilAsync(_ => false));
        Assert.Equal("stopping\n", php.OutsideLog);
        Assert.Equal(0, php.Process.ExitCode);
    }

    [Fact]
    public async Task The_process_ends_with_its_agent()
    {
        await using var php = await Bootstrap.LoadedAsync(Language.Php, "<?php\nfunction main_handler($event) { return 1; }");
        php.Disconnect();
        await php.Process.WaitForExitAsync(Cancel);
        Assert.Equal(0, php.Process.ExitCode);
    }
}
