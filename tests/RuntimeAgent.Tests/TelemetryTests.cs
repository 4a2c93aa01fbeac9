using System.Diagnostics;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

public sealed class TelemetryTests(AgentUnderTest agent) : IClassFixture<AgentUnderTest>
{
    private const string Node = "exports.main_handler = async (event, context) => { if (event.fail) throw new Error('no'); return context.traceparent; };";

    private const string WebServer = "require('http').createServer((req, res) => res.end(String(req.rawHeaders.filter((_, i, all) => i % 2 && all[i - 1].toLowerCase() === 'traceparent')))).listen(9000, '0.0.0.0');";

    private const string Bootstrap = """
        #!/bin/bash
        request() {
          exec 3<>/dev/tcp/$SCF_RUNTIME_API/$SCF_RUNTIME_API_PORT
          printf '%s %s HTTP/1.1\r\nHost: scf\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&3
          response=$(cat <&3)
          exec 3>&-
        }
        request POST /runtime/init/ready ' '
        while true; do
          request GET /runtime/invocation/next
          request POST /runtime/invocation/response "$(grep -i '^traceparent:' <<<"$response" | tr -d '\r' | cut -d' ' -f2)"
        done
        """;

    private readonly ActivityContext _caller = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    private string CallersId => $"00-{_caller.TraceId}-{_caller.SpanId}-01";

    private InstanceSpec NodeFunction() => agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", Node)));

    private ClientCall Event(ulong instance, string json) => Send(instance, InvokeMode.Event, Encoding.UTF8.GetBytes(json));

    private ClientCall Send(ulong instance, InvokeMode mode, byte[] body) => agent.Link.Send(new InvokeFrame
    {
        InstanceId = instance,
        RequestId = Guid.CreateVersion7(),
        TimeLimitMs = 30_000,
        Mode = mode,
        BodyLength = body.Length,
        Qualifier = "$LATEST",
        InvokeType = "RequestResponse",
        TraceParent = CallersId,
        Method = mode == InvokeMode.Http ? "GET" : "",
        Target = mode == InvokeMode.Http ? "/" : "",
        Headers = mode == InvokeMode.Http ? [new("Host", "example.test"), new("Traceparent", $"00-{_caller.TraceId}-00000000000000aa-01")] : [],
    }, body);

    [Fact]
    public async Task A_run_is_counted_and_its_span_is_between_the_callers_and_the_functions()
    {
        using var seen = new Telemetered(agent, _caller.TraceId);
        var spec = NodeFunction();
        var id = await agent.StartedAsync(spec);
        var call = Event(id, "{}");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);

        var span = Assert.Single(seen.Spans);
        Assert.Equal($"run default/{spec.Key.Function}", span.OperationName);
        Assert.Equal(_caller.TraceId, span.TraceId);
        Assert.Equal(_caller.SpanId, span.ParentSpanId);
        Assert.Equal(call.RequestId.ToString(), span.GetTagItem("scf.request_id"));
        Assert.Equal(200, span.GetTagItem("scf.status_code"));
        Assert.Equal(true, span.GetTagItem("scf.cold_start"));
        Assert.Equal($"\"{span.Id}\"", call.Text);

        Assert.Contains("scf.agent.invocations[runtime=nodejs20.19,status=200] 1", seen.Measured);
        Assert.Contains("scf.agent.invocation.duration[runtime=nodejs20.19,status=200] positive", seen.Measured);
        Assert.Contains("scf.agent.cold_starts[runtime=nodejs20.19,warm_process=False] 1", seen.Measured);
        Assert.Contains("scf.agent.cold_start.duration[runtime=nodejs20.19,warm_process=False] positive", seen.Measured);
        foreach (var phase in new[] { "init_runtime", "init_function" })
            Assert.Contains($"scf.agent.cold_start.phase.duration[runtime=nodejs20.19,warm_process=False,phase={phase}] positive", seen.Measured);
        await agent.StopAsync(id);
    }

    [Fact]
    public async Task A_failed_run_is_a_failed_span_with_its_status_counted()
    {
        using var seen = new Telemetered(agent, _caller.TraceId);
        var id = await agent.StartedAsync(NodeFunction());
        Assert.Equal(430, (await Event(id, """{"fail":true}""").OutcomeAsync()).StatusCode);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(seen.Spans).Status);
        Assert.Contains("scf.agent.invocations[runtime=nodejs20.19,status=430] 1", seen.Measured);
        await agent.StopAsync(id);
    }

    [Fact]
    public async Task A_run_that_nobody_traces_hands_on_the_callers_span()
    {
        using var other = new Telemetered(agent, ActivityTraceId.CreateRandom());
        var id = await agent.StartedAsync(NodeFunction());
        var call = Event(id, "{}");
        await call.OutcomeAsync();
        Assert.Equal($"\"{CallersId}\"", call.Text);
        Assert.Empty(other.Spans);
        await agent.StopAsync(id);
    }

    [Fact]
    public async Task A_web_function_sees_the_runs_span_in_place_of_the_callers_header()
    {
        using var seen = new Telemetered(agent, _caller.TraceId);
        var id = await agent.StartedAsync(agent.Function(
            "Nodejs20.19", "", FunctionPackage.Zip(("+scf_bootstrap", "#!/bin/bash\nexec /var/lang/node20/bin/node app.js\n"), ("app.js", WebServer)), spec => spec.Type = FunctionType.Http));
        var call = Send(id, InvokeMode.Http, []);
        await call.OutcomeAsync();
        Assert.Equal(Assert.Single(seen.Spans).Id, call.Text);
        await agent.StopAsync(id);
    }

    [Fact]
    public async Task A_custom_runtime_is_told_the_runs_span()
    {
        using var seen = new Telemetered(agent, _caller.TraceId);
        var id = await agent.StartedAsync(agent.Function("CustomRuntime", "index.main_handler", FunctionPackage.Zip(("+bootstrap", Bootstrap))));
        var call = Event(id, "{}");
        await call.OutcomeAsync();
        Assert.Equal(Assert.Single(seen.Spans).Id, call.Text);
        await agent.StopAsync(id);
    }

    [Fact]
    public async Task The_gauges_show_instances_their_memory_and_warm_processes()
    {
        await using var own = new AgentUnderTest();
        await own.InitializeAsync();
        await own.StartedAsync(own.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", Node))));
        await own.Platform.Reports.FirstAsync(_ => true);
        await own.Platform.Direct(new AgentDirective { WarmTargets = new WarmTargets { Targets = { ["Nodejs20.19"] = 1 } } });
        await own.Platform.Reports.FirstAsync(report => report.Warm.Any(warm => warm is { Runtime: "nodejs20.19", Ready: 1 }));

        using var seen = new Telemetered(own, _caller.TraceId);
        seen.Observe();

        Assert.Contains("scf.agent.instances[phase=starting] 0", seen.Measured);
        Assert.Contains("scf.agent.instances[phase=ready] 1", seen.Measured);
        Assert.Contains("scf.agent.instances[phase=ending] 0", seen.Measured);
        Assert.Contains("scf.agent.instances.memory_limit[] 268435456", seen.Measured);
        Assert.Contains("scf.agent.warm_processes.ready[runtime=nodejs20.19] 1", seen.Measured);
        Assert.Contains("scf.agent.invocations.running[] 0", seen.Measured);
    }
}
