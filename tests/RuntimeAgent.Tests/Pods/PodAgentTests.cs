using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Pods;

/// <summary>An agent whose only sandbox is the container beside it.</summary>
public sealed class PodAgentTests
{
    private static InstanceSpec Node(PodUnderTest pod, string code) =>
        pod.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", code)));

    [Fact]
    public async Task A_ready_pod_reports_room_for_one_instance_of_its_group()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var report = await pod.Platform.Reports.FirstAsync(report => report.Warm.Any(warm => warm.Ready == 1));
        Assert.Equal((PodUnderTest.Id, "c1", PodUnderTest.Group, 1, 256L), (report.AgentId, report.Pool, report.Group, report.InstanceCapacity, report.MemoryCapacityMb));
        Assert.Equal(["nodejs20.19"], report.Warm.Select(warm => warm.Runtime));
    }

    [Fact]
    public async Task A_function_runs_in_the_container_beside_the_agent()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var id = await pod.StartedAsync(Node(pod, """
            console.log('loading');
            exports.main_handler = async (event) => { console.log('hello'); return [event.a + 1, process.getuid(), __filename, Object.keys(process.env).filter(name => name.startsWith('SCF_AGENT'))]; };
            """));

        var call = pod.Link.Invoke(id, """{"a":1}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal(200, outcome.StatusCode);
        Assert.Equal("""[2,1000,"/var/user/index.js",[]]""", call.Text);
        Assert.Contains("loading\n", outcome.LogTail, StringComparison.Ordinal);
        Assert.Contains("hello\n", outcome.LogTail, StringComparison.Ordinal);
        Assert.Equal("c1", (await pod.Platform.Records.FirstAsync(record => new Guid(record.RequestId.Span, bigEndian: true) == call.RequestId)).Pool);
    }

    [Fact]
    public async Task A_Python_function_runs_too_and_what_its_children_print_is_logged()
    {
        await using var pod = await PodUnderTest.StartAsync("python3.10");
        var id = await pod.StartedAsync(pod.Function("Python3.10", "index.main_handler", FunctionPackage.Zip(("index.py", """
            import os
            def main_handler(event, context):
                os.system("echo from a child")
                return os.getcwd()
            """))));

        var call = pod.Link.Invoke(id, "{}");
        var outcome = await call.OutcomeAsync();

        Assert.Equal("\"/var/user\"", call.Text);
        Assert.Contains("from a child\n", outcome.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_takes_no_second_instance()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var spec = Node(pod, "exports.main_handler = async () => 1;");
        await pod.StartedAsync(spec);
        var (_, second) = await pod.StartAsync(spec);
        Assert.True(second.Failed.Shortage);
    }

    [Fact]
    public async Task A_function_cannot_write_what_the_agent_has_put_there()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var id = await pod.StartedAsync(Node(pod, """
            const fs = require('fs');
            const tried = (path) => { try { fs.writeFileSync(path, 'x'); return 'written'; } catch (e) { return e.code; } };
            exports.main_handler = async () => [tried('/var/user/index.js'), tried('/opt/x'), tried('/run/scf/x'), fs.readdirSync('/run/scf')];
            """));
        var call = pod.Link.Invoke(id, "{}");
        await call.OutcomeAsync();
        Assert.Equal("""["EROFS","EROFS","EROFS",[]]""", call.Text);
    }

    [Fact]
    public async Task An_exit_in_a_call_is_439_and_ends_the_container()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var id = await pod.StartedAsync(Node(pod, "exports.main_handler = async () => process.exit(3);"));
        var outcome = await pod.Link.Invoke(id, "{}").OutcomeAsync();
        Assert.Equal((439, "User process exit when running: exit code 3"), (outcome.StatusCode, outcome.ErrorMessage));
        Assert.Equal(3, await pod.Container.Exited);
        await pod.Platform.Reports.FirstAsync(report => report.Instances.Any(state => state.InstanceId == id && state.Phase == InstancePhase.Ended));
    }

    [Fact]
    public async Task Running_over_the_time_limit_is_433_and_ends_the_container()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var id = await pod.StartedAsync(Node(pod, "exports.main_handler = async () => { for (;;); };"));
        var outcome = await pod.Link.Invoke(id, "{}", timeLimitMs: 500).OutcomeAsync();
        Assert.Equal(433, outcome.StatusCode);
        Assert.Equal(137, await pod.Container.Exited);
    }

    [Fact]
    public async Task A_container_that_was_killed_for_memory_as_a_whole_is_434()
    {
        await using var pod = await PodUnderTest.StartAsync("nodejs20.19");
        var id = await pod.StartedAsync(Node(pod, "exports.main_handler = async () => { console.log('filling up'); await new Promise(() => {}); };"));
        var call = pod.Link.Invoke(id, "{}");
        await pod.Platform.Direct(new AgentDirective { RuntimeEnded = new RuntimeEnded { ExitCode = 137, OutOfMemory = true } });
        pod.Container.Kill();
        Assert.Equal(434, (await call.OutcomeAsync()).StatusCode);
    }

    [Fact]
    public async Task A_program_of_its_own_serves_the_runtime_API_on_the_pods_loopback()
    {
        await using var pod = await PodUnderTest.StartAsync("customruntime");
        var id = await pod.StartedAsync(pod.Function("CustomRuntime", "bootstrap", FunctionPackage.Zip(("+bootstrap", """
            #!/usr/bin/python3
            import os, urllib.request
            base = "http://%s:%s/runtime/" % (os.environ["SCF_RUNTIME_API"], os.environ["SCF_RUNTIME_API_PORT"])
            print("starting", flush=True)
            urllib.request.urlopen(base + "init/ready", data=b" ")
            while True:
                event = urllib.request.urlopen(base + "invocation/next").read()
                urllib.request.urlopen(base + "invocation/response", data=b"got " + event)
            """))));

        var call = pod.Link.Invoke(id, """{"a":1}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal((200, """got {"a":1}"""), (outcome.StatusCode, call.Text));
        Assert.Contains("starting\n", outcome.LogTail, StringComparison.Ordinal);
    }
}
