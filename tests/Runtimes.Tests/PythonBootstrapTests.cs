using ScfAspire.Contracts.Link;

namespace ScfAspire.Runtimes.Tests;

public sealed class PythonBootstrapTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("def main_handler(event, context): return {'n': event['n'] + 1, 'ü': None}", """{"n": 8, "ü": null}""")]
    [InlineData("def main_handler(event, context): pass", "null")]
    [InlineData("from decimal import Decimal\ndef main_handler(event, context): return Decimal('1.50')", "\"1.50\"")]
    [InlineData("def main_handler(event, context): return chr(0xd800)", "\"\\ud800\"")]
    [InlineData("import asyncio\nasync def main_handler(event, context):\n    await asyncio.sleep(0)\n    return event['n']", "7")]
    [InlineData("def main_handler(event, context): return [1.5, float('inf'), True, (event['n'],), {1: 'é\\n'}]", "[1.5, Infinity, true, [7], {\"1\": \"é\\n\"}]")]
    [InlineData("def main_handler(event, context): return float('nan')", "NaN")]
    [InlineData("class H:\n    def __call__(self, event, context): return 9\nmain_handler = H()", "9")]
    public async Task Handlers_answer_in_every_form(string source, string result)
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, source);
        var outcome = await python.InvokeAsync("""{"n":7}""");
        Assert.Equal((FrameKind.Result, result), (outcome.End.Kind, outcome.End.Text));
    }

    [Theory]
    [InlineData("def main_handler(event, context): raise ValueError('schön')", "ValueError: schön", 1)]
    [InlineData("async def main_handler(event, context): raise ValueError('schön')", "ValueError: schön", 1)]
    [InlineData("def main_handler(event, context): raise ValueError('schön')", "ValueError: schön", 4)]
    [InlineData("async def main_handler(event, context): raise ValueError('schön')", "ValueError: schön", 4)]
    [InlineData("def main_handler(event, context): return object()", "TypeError: Object of type object is not JSON serializable", 1)]
    [InlineData("def main_handler(event, context):\n    ring = []\n    ring.append(ring)\n    return ring", "ValueError: Circular reference detected", 1)]
    [InlineData("def main_handler(event): return 1", "TypeError: main_handler() takes 1 positional argument but 2 were given", 1)]
    public async Task Failures_carry_the_users_frames_and_leave_the_process_alive(string source, string last, int concurrency)
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, source, concurrency);
        for (var round = 0; round < 2; round++)
        {
            var failure = (await python.InvokeAsync("{}")).End.Failure;
            Assert.Equal((430, "user code exception caught"), (failure.StatusCode, failure.ErrorMessage));
            Assert.EndsWith(last, failure.StackTrace, StringComparison.Ordinal);
            Assert.DoesNotContain("scf_runtime", failure.StackTrace, StringComparison.Ordinal);
            Assert.DoesNotContain("asyncio", failure.StackTrace, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("other = 1", "index.main_handler", 437, "HandlerNotFound: index.py has no function named main_handler")]
    [InlineData("", "app.main_handler", 437, "HandlerNotFound: there is no file app.py in the code package")]
    [InlineData("def x(:", "index.main_handler", 437, "HandlerNotFound: index.py cannot be loaded: invalid syntax (index.py, line 1)")]
    [InlineData("", "../index.main_handler", 437, "HandlerNotFound: the handler \"../index.main_handler\" lies outside the code package")]
    [InlineData("raise ValueError('top')", "index.main_handler", 430, "user code exception caught")]
    [InlineData("import no_such_module_here", "index.main_handler", 430, "user code exception caught")]
    public async Task What_cannot_be_loaded_says_why(string source, string handler, int status, string message)
    {
        await using var python = await Bootstrap.StartAsync(Language.Python);
        var answer = await python.LoadAsync(python.Code(("index.py", source)), handler);
        Assert.Equal(FrameKind.LoadFailed, answer.Kind);
        Assert.Equal((status, message), (answer.Failure.StatusCode, answer.Failure.ErrorMessage));
    }

    // Whether the process had time to load the modules before it knew the function, or loads them with it.
    [Theory]
    [InlineData("def main_handler(event, context):\n    import decimal, queue\n    return [decimal.Decimal('1.50'), hasattr(queue, 'Queue')]", "[\"1.50\", true]")]
    [InlineData("import inspect\nasync def main_handler(event, context): return inspect.isawaitable(event)", "false")]
    [InlineData("import shop\ndef main_handler(event, context): return shop.name", "\"shop\"")]
    public async Task Names_of_the_standard_library_that_the_runtime_uses_stay_its_own(string source, string result)
    {
        await using var python = await Bootstrap.StartAsync(Language.Python);
        var broken = new[] { "collections", "decimal", "inspect", "json", "queue", "random" }.Select(name => ($"{name}.py", "raise ImportError('not this one')"));
        await python.LoadAsync(python.Code([("index.py", source), ("shop.py", "name = 'shop'"), .. broken]), "index.main_handler");
        var outcome = await python.InvokeAsync("""{"n":7}""");
        Assert.Equal((FrameKind.Result, result), (outcome.End.Kind, outcome.End.Text));
    }

    [Fact]
    public async Task What_triggered_a_call_is_in_its_environment_and_in_no_other_calls()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, "import os\ndef main_handler(event, context): return {'source': os.environ.get('TRIGGER_SRC'), 'context': context}");
        await ContextExpectations.CheckTriggerSourceAsync(python);
    }

    [Fact]
    public async Task The_context_and_the_environment_are_those_of_the_interface()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, """
            import os
            def main_handler(event, context):
                return {"context": context, "greeting": os.environ["GREETING"], "left": os.environ.get("LEFT_OVER"), "cwd": os.getcwd() == os.path.dirname(__file__)}
            """);
        ContextExpectations.Check((await python.InvokeAsync("{}")).End.Json);
    }

    [Fact]
    public async Task Everything_printed_comes_in_order_and_before_the_result()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, """
            import logging, sys, threading
            print("init")
            def main_handler(event, context):
                print("one", 2, end="")
                sys.stderr.write(" error\n")
                sys.stdout.buffer.write("büffer\n".encode())
                logging.getLogger().setLevel(logging.INFO)
                logging.getLogger("shop").info("sold %d", 3)
                thread = threading.Thread(target=print, args=("thread",))
                thread.start(); thread.join()
                print("no line end", end="")
            """);
        Assert.Equal("one 2 error\nbüffer\nsold 3\nthread\nno line end", (await python.InvokeAsync("{}")).Log);
        Assert.Equal("init\n", python.OutsideLog);
    }

    [Theory]
    [InlineData("barrier = threading.Barrier(3)\ndef main_handler(event, context):\n    print('enter', event['n'])\n    barrier.wait()\n    print('leave', event['n'])\n    return event['n']")]
    [InlineData("waiting = []\nasync def main_handler(event, context):\n    print('enter', event['n'])\n    waiting.append(asyncio.get_running_loop().create_future())\n    if len(waiting) == 3: [future.set_result(None) for future in waiting]\n    await waiting[event['n'] - 1]\n    print('leave', event['n'])\n    return event['n']")]
    public async Task Overlapping_calls_keep_their_logs_apart(string handler)
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, "import asyncio, threading\n" + handler, concurrency: 3);
        var first = await python.SendAsync("""{"n":1}""", """{"n":2}""", """{"n":3}""");
        var ends = new Dictionary<uint, string>();
        while (ends.Count < 3)
        {
            var frame = (await python.ReadUntilAsync(frame => frame.Kind is FrameKind.Result or FrameKind.Failure))!;
            ends.Add(frame.Call, frame.Text);
        }

        for (var call = first; call < first + 3; call++)
        {
            Assert.Equal($"{call}", ends[call]);
            Assert.Equal($"enter {call}\nleave {call}\n", python.Log(call));
        }
    }

    [Fact]
    public async Task Results_may_have_six_megabytes_and_no_more()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, "def main_handler(event, context): return 'x' * event['length']");
        var most = (6 * 1024 * 1024) - 2;
        Assert.Equal(FrameKind.Result, (await python.InvokeAsync($$"""{"length":{{most}}}""")).End.Kind);
        var over = (await python.InvokeAsync($$"""{"length":{{most + 1}}}""")).End;
        Assert.Equal((407, "The size of response exceeds the upper limit (6MB)"), (over.Failure.StatusCode, over.Failure.ErrorMessage));
        var large = new string('y', 5 * 1024 * 1024);
        Assert.Equal(FrameKind.Result, (await python.InvokeAsync($$"""{"length":1,"pad":"{{large}}"}""")).End.Kind);
    }

    [Theory]
    [InlineData("def main_handler(event, context):\n    print('bye')\n    sys.exit(3)", 1, 3, "bye\n")]
    [InlineData("def main_handler(event, context):\n    sys.exit('reason')", 1, 1, "reason\n")]
    [InlineData("async def main_handler(event, context):\n    sys.exit(3)", 1, 3, "")]
    [InlineData("def main_handler(event, context):\n    print('bye', end='')\n    sys.exit(3)", 4, 3, "bye")]
    [InlineData("async def main_handler(event, context):\n    sys.exit(3)", 4, 3, "")]
    public async Task Exit_ends_the_process_after_its_log(string handler, int concurrency, int code, string log)
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, "import sys\n" + handler, concurrency);
        var call = await python.SendAsync("{}");
        Assert.Null(await python.EndOfAsync(call));
        Assert.Equal(log, python.Log(call));
        await python.Process.WaitForExitAsync(Cancel);
        Assert.Equal(code, python.Process.ExitCode);
    }

    [Fact]
    public async Task A_forked_child_does_not_speak_for_its_parent()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, """
            import os
            def main_handler(event, context):
                child = os.fork()
                if child == 0:
                    print("child")
                    return "child"
                os.waitpid(child, 0)
                return "parent"
            """);
        var outcome = await python.InvokeAsync("{}");
        Assert.Equal(("\"parent\"", ""), (outcome.End.Text, outcome.Log));
        Assert.Equal("child", await python.Process.StandardOutput.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_function_may_handle_the_signal_that_ends_it()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, """
            import signal, sys, os
            def stop(number, frame):
                print("stopping")
                sys.exit(0)
            signal.signal(signal.SIGTERM, stop)
            def main_handler(event, context): return os.getpid()
            """);
        await python.InvokeAsync("{}");
        using (System.Diagnostics.Process.Start("/bin/kill", ["-TERM", $"{python.Process.Id}"])) await python.Process.WaitForExitAsync(Cancel);
        Assert.Null(await python.ReadUntilAsync(_ => false));
        Assert.Equal("stopping\n", python.OutsideLog);
        Assert.Equal(0, python.Process.ExitCode);
    }

    [Fact]
    public async Task The_process_ends_with_its_agent()
    {
        await using var python = await Bootstrap.LoadedAsync(Language.Python, "def main_handler(event, context): return 1");
        python.Disconnect();
        await python.Process.WaitForExitAsync(Cancel);
        Assert.Equal(0, python.Process.ExitCode);
    }
}
