using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

/// <summary>Every status code that an agent gives, each produced by a real function.</summary>
public abstract class FailureTests<TAgent>(TAgent agent) : IClassFixture<TAgent>
    where TAgent : AgentUnderTest
{
    private InstanceSpec Node(string code, Action<InstanceSpec>? adjust = null) =>
        agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", code)), adjust);

    private async Task<(int Status, JsonElement Error)> RunAsync(InstanceSpec spec, int timeLimitMs = 30_000)
    {
        var id = await agent.StartedAsync(spec);
        var call = agent.Link.Invoke(id, "{}", timeLimitMs);
        var outcome = await call.OutcomeAsync();
        var error = JsonDocument.Parse(call.Text).RootElement;
        Assert.Equal(outcome.StatusCode, error.GetProperty("statusCode").GetInt32());
        Assert.Equal(call.RequestId.ToString(), error.GetProperty("requestId").GetString());
        Assert.False(outcome.NeverSaw);
        var record = await agent.Platform.Records.FirstAsync(record => new Guid(record.RequestId.Span, bigEndian: true) == call.RequestId);
        Assert.Equal(outcome.StatusCode, record.StatusCode);
        Assert.Contains($"ERROR RequestId:{call.RequestId} Result:", record.Log, StringComparison.Ordinal);
        if (outcome.InstanceGone)
        {
            var end = await agent.Platform.Reports.FirstAsync(report => report.Instances.Any(state => state.InstanceId == id && state.Phase == InstancePhase.Ended));
            Assert.Equal(outcome.StatusCode, end.Instances.First(state => state.InstanceId == id).StatusCode);
            var again = await agent.Link.Invoke(id, "{}").OutcomeAsync();
            Assert.True(again.NeverSaw);
        }

        return (outcome.StatusCode, error);
    }

    [Fact]
    public async Task An_exception_is_430_and_keeps_the_instance()
    {
        var id = await agent.StartedAsync(Node("exports.main_handler = async (event) => { if (event.bad) throw new Error('broken pipe dream'); return 'fine'; };"));

        var failed = agent.Link.Invoke(id, """{"bad":true}""");
        var outcome = await failed.OutcomeAsync();

        Assert.Equal(430, outcome.StatusCode);
        Assert.False(outcome.InstanceGone);
        Assert.Contains("broken pipe dream", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(430, JsonDocument.Parse(failed.Text).RootElement.GetProperty("statusCode").GetInt32());
        var next = agent.Link.Invoke(id, "{}");
        Assert.Equal(200, (await next.OutcomeAsync()).StatusCode);
        Assert.Equal("\"fine\"", next.Text);
    }

    [Fact]
    public async Task Running_over_the_time_limit_is_433_and_ends_the_children_too()
    {
        var marker = $"sleep 98{Random.Shared.Next(1000, 9999)}";
        var spec = Node($$"""
            exports.main_handler = async () => { require('child_process').exec('{{marker}}'); require('child_process').spawn('sh', ['-c', 'setsid {{marker}} &'], { detached: true }); return await new Promise(() => {}); };
            """);
        var (status, error) = await RunAsync(spec, timeLimitMs: 1500);
        Assert.Equal(433, status);
        Assert.Equal("Invoking task timed out after 1.5 seconds", error.GetProperty("errorMessage").GetString());
        Assert.DoesNotContain(HostProcesses.CommandLines(), line => line.Contains(marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Using_more_memory_than_the_limit_is_434()
    {
        var (status, _) = await RunAsync(Node("exports.main_handler = async () => { const all = []; for (;;) all.push(Buffer.alloc(8 << 20, 1)); };", spec => spec.MemoryMb = 128));
        Assert.Equal(434, status);
    }

    [Fact]
    public async Task Files_in_tmp_count_as_memory()
    {
        var (status, _) = await RunAsync(Node("exports.main_handler = async () => { const fs = require('fs'); for (let n = 0; ; n++) fs.writeFileSync('/tmp/' + n, Buffer.alloc(8 << 20, 1)); };", spec => spec.MemoryMb = 128));
        Assert.Equal(434, status);
    }

    [Fact]
    public async Task Memory_that_processes_share_counts_once()
    {
        var id = await agent.StartedAsync(agent.Function("Python3.10", "index.main_handler", FunctionPackage.Zip(("index.py", """
            import os, signal
            shared = bytearray(100 << 20)
            def main_handler(event, context):
                for _ in range(2):
                    ready, told = os.pipe()
                    if os.fork() == 0:
                        os.write(told, b'x')
                        while True: signal.pause()
                    os.read(ready, 1)
                return len(shared)
            """)), spec => spec.MemoryMb = 256));
        var call = agent.Link.Invoke(id, "{}");
        var outcome = await call.OutcomeAsync();
        Assert.Equal(200, outcome.StatusCode);
        Assert.InRange(outcome.MemoryUsedBytes, 100L << 20, 256L << 20);
        await agent.StopAsync(id);
    }

    [Fact]
    public async Task A_missing_handler_is_437()
    {
        var (_, response) = await agent.StartAsync(agent.Function("Nodejs20.19", "index.other", FunctionPackage.Zip(("index.js", "exports.main_handler = () => 1;"))));
        Assert.Equal(437, response.Failed.StatusCode);
        Assert.Equal(437, JsonDocument.Parse(response.Failed.ErrorJson).RootElement.GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task An_exception_while_loading_is_430_with_what_was_printed()
    {
        var (_, response) = await agent.StartAsync(Node("console.log('before the fall'); throw new Error('no config');"));
        Assert.Equal(430, response.Failed.StatusCode);
        Assert.Contains("before the fall", response.Failed.InitLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_exits_is_439()
    {
        var (status, error) = await RunAsync(Node("exports.main_handler = async () => { console.log('bye'); process.exit(3); };"));
        Assert.Equal(439, status);
        Assert.Contains("exit code 3", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialisation_over_its_time_is_450()
    {
        var (_, response) = await agent.StartAsync(Node("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);", spec => spec.InitTimeoutMs = 1000));
        Assert.Equal(450, response.Failed.StatusCode);
    }

    [Fact]
    public async Task A_result_over_six_megabytes_is_407()
    {
        var (status, _) = await RunAsync(Node("exports.main_handler = async () => 'x'.repeat(7 << 20);", spec => spec.MemoryMb = 512));
        Assert.Equal(407, status);
    }

    [Fact]
    public async Task A_custom_runtime_without_bootstrap_is_445()
    {
        var (_, response) = await agent.StartAsync(agent.Function("CustomRuntime", "x.y", FunctionPackage.Zip(("main.sh", "true"))));
        Assert.Equal(445, response.Failed.StatusCode);
    }

    [Fact]
    public async Task A_bootstrap_that_ends_before_it_is_ready_is_405()
    {
        var (_, response) = await agent.StartAsync(agent.Function("CustomRuntime", "x.y", FunctionPackage.Zip(("+bootstrap", "#!/bin/bash\necho cannot go on\nexit 9\n"))));
        Assert.Equal(405, response.Failed.StatusCode);
        Assert.Contains("cannot go on", response.Failed.InitLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_function_that_does_not_listen_is_446()
    {
        var (_, response) = await agent.StartAsync(agent.Function("CustomRuntime", "", FunctionPackage.Zip(("+scf_bootstrap", "#!/bin/bash\nsleep 1000\n")), spec =>
        {
            spec.Type = FunctionType.Http;
            spec.InitTimeoutMs = 1000;
        }));
        Assert.Equal(446, response.Failed.StatusCode);
    }

    [Fact]
    public async Task A_package_that_reaches_outside_is_437_and_leaves_nothing()
    {
        var (_, response) = await agent.StartAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("../../evil.js", "1"))));
        Assert.Equal(437, response.Failed.StatusCode);
        Assert.False(File.Exists(Path.Combine(agent.DataDir, "evil.js")));
    }

    [Fact]
    public async Task A_cancelled_call_is_499_and_its_instance_is_ended()
    {
        var id = await agent.StartedAsync(Node("exports.main_handler = async () => { console.log('waiting'); await new Promise(() => {}); };"));
        var call = agent.Link.Invoke(id, "{}");
        agent.Link.Cancel(call);
        var outcome = await call.OutcomeAsync();
        Assert.Equal(499, outcome.StatusCode);
        Assert.True(outcome.InstanceGone);
    }

    [Fact]
    public async Task A_call_to_a_busy_instance_is_handed_back()
    {
        var id = await agent.StartedAsync(Node("exports.main_handler = async () => { await new Promise(() => {}); };"));
        var first = agent.Link.Invoke(id, "{}");
        var second = await agent.Link.Invoke(id, "{}").OutcomeAsync();
        Assert.True(second.NeverSaw);
        Assert.False(second.InstanceGone);
        await agent.StopAsync(id);
        Assert.Equal(439, (await first.OutcomeAsync()).StatusCode);
    }
}
