using System.Diagnostics;
using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;
using ScfAspire.TestKit.Telemetry;

namespace ScfAspire.Platform.Tests.Telemetry;

/// <summary>What an operator's collector receives of a whole platform: one trace per invocation, the metrics of all services, logs that belong to traces.</summary>
[Collection(OneAtATime.Name)]
public sealed class ExportedTelemetryTests
{
    private const string Code = """
        exports.main_handler = async (event, context) => {
          if (event.fail || event.path === '/fail') throw new Error('no');
          return { isBase64Encoded: false, statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: context.traceparent };
        };
        """;

    /// <summary>Each service and how a series begins that it has by then.</summary>
    private static readonly (string Service, string Series)[] Services =
    [
        ("api", "http_server_request_duration_seconds_count"), ("scheduler", "scf_scheduler_instances_started"), ("trigger", "scf_gateway_request_duration_seconds_count"),
        ("metering", "scf_metering_records_stored"), ("agent", "scf_agent_invocations"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invocation_is_one_trace_and_its_metrics_and_logs_arrive()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var platform = await TestKit.Platforms.Platform.StartAsync(
            new PlatformOptions
            {
                Environment = new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.GrpcEndpoint,
                    ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                    ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                    ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
                },
            },
            Cancellation);
        using var scf = new ScfCaller(platform);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        await scf.CreateFunctionAsync("traced", "Nodejs20.19", CodeZip.Of(("index.js", Code)), Cancellation);
        await scf.CallAsync(
            "CreateTrigger", new JsonObject { ["FunctionName"] = "traced", ["TriggerName"] = "url", ["Type"] = "http", ["TriggerDesc"] = """{"AuthType":"NONE"}""" }, Cancellation);

        await AssertOneTraceAsync(collector, platform, http);
        await AssertEventTraceAsync(collector, scf);
        await AssertMetricsAsync(collector);
        await AssertAggregateAsync(platform, http);
    }

    private static async Task AssertOneTraceAsync(OtlpReceiver collector, TestKit.Platforms.Platform platform, HttpClient http)
    {
        var caller = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var traceId = caller.TraceId.ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(platform.Credentials.Gateway, "/default/traced/"));
        request.Headers.Add("traceparent", $"00-{traceId}-{caller.SpanId}-01");
        using var answer = await http.SendAsync(request, Cancellation);
        var told = (await answer.Content.ReadAsStringAsync(Cancellation)).Split('-');
        Assert.True(told.Length == 4, string.Join('-', told));
        using var failed = await http.GetAsync(new Uri(platform.Credentials.Gateway, "/default/traced/fail"), Cancellation);

        await collector.UntilAsync(
            () => InTrace(collector, traceId, "agent", "run default/traced") && InTrace(collector, traceId, "trigger", "gateway request"),
            "the spans of one request", () => Tell(collector, traceId));
        var spans = collector.Spans.Where(span => span.TraceId == traceId).ToDictionary(span => span.SpanId);

        Assert.Equal(traceId, told[1]);
        var path = Ancestors(spans, told[2]);
        Assert.Equal(("agent", "run default/traced"), (path[0].Service, path[0].Name));
        Assert.Equal(("trigger", "invoke"), (path[1].Service, path[1].Name));
        Assert.Equal(("trigger", "gateway request"), (path[2].Service, path[2].Name));
        // What called the gateway is the parent of all that the gateway did.
        Assert.Equal(caller.SpanId.ToHexString(), path[^1].ParentId);
        Assert.All(path, span => Assert.False(span.Failed));
        Assert.Equal("true", path[0].Attributes["scf.cold_start"]);
        Assert.Single(path.Select(span => span.Attributes.GetValueOrDefault("scf.request_id")).OfType<string>().Distinct());
    }

    private static async Task AssertEventTraceAsync(OtlpReceiver collector, ScfCaller scf)
    {
        await scf.CallAsync(
            "UpdateFunctionEventInvokeConfig",
            new JsonObject
            {
                ["FunctionName"] = "traced",
                ["AsyncTriggerConfig"] = new JsonObject { ["RetryConfig"] = new JsonArray(new JsonObject { ["RetryNum"] = 0 }), ["MsgTTL"] = 600 },
            },
            Cancellation);
        var requestId = (string)(await scf.InvokeAsync("traced", """{"fail":true}""", Cancellation, "Event"))["FunctionRequestId"]!;

        await collector.UntilAsync(() => RunOf(collector, requestId) is not null, "the run of an event", () => Tell(collector, null));
        var run = RunOf(collector, requestId)!;
        await collector.UntilAsync(
            () => InTrace(collector, run.TraceId, "trigger", "run event") && InTrace(collector, run.TraceId, "trigger", "enqueue event") && InTrace(collector, run.TraceId, "api", "POST /"),
            "acceptance and run of an event in one trace", () => Tell(collector, run.TraceId));
        var spans = collector.Spans.Where(span => span.TraceId == run.TraceId).ToDictionary(span => span.SpanId);
        var path = Ancestors(spans, run.SpanId);

        Assert.True(run.Failed);
        Assert.Equal(["run default/traced", "invoke", "run event"], path.Take(3).Select(span => span.Name));
        Assert.Equal(("api", "POST /"), (path[^1].Service, path[^1].Name));
        await collector.UntilAsync(
            () => collector.Logs.Any(log => log.Service == "trigger" && log.TraceId == run.TraceId && log.Text.Contains(requestId, StringComparison.Ordinal)),
            "the log of a failed event, in its trace", () => collector.Logs.Select(log => log.ToString()));
    }

    private static async Task AssertMetricsAsync(OtlpReceiver collector)
    {
        (string Service, string Name)[] wanted =
        [
            ("trigger", "scf.invocations"), ("trigger", "scf.invocation.errors"), ("trigger", "scf.invocation.duration"), ("trigger", "scf.invocation.memory"),
            ("trigger", "scf.cold_starts"), ("trigger", "scf.cold_start.duration"), ("trigger", "scf.gateway.request.duration"),
            ("trigger", "scf.queue.events.accepted"), ("agent", "scf.agent.invocations"), ("agent", "scf.agent.cold_start.phase.duration"),
            ("agent", "scf.agent.instances.memory_limit"), ("scheduler", "scf.scheduler.instances.started"), ("metering", "scf.metering.records.stored"),
            ("api", "http.server.request.duration"),
        ];
        await collector.UntilAsync(
            () => wanted.All(w => collector.Metrics.Any(metric => metric.Service == w.Service && metric.Name == w.Name && metric.Sum > 0)),
            "the metrics of every service",
            () => wanted.Where(w => !collector.Metrics.Any(metric => metric.Service == w.Service && metric.Name == w.Name && metric.Sum > 0)).Select(w => $"missing: {w}"));

        await collector.UntilAsync(
            () => collector.Metrics.Any(metric => metric is { Service: "trigger", Name: "scf.invocations.running", Value: 0 }), "nothing runs", () => collector.Metrics.Select(metric => metric.ToString()));
        // One answered request; a failed request and a failed event.
        await collector.UntilAsync(
            () => Counted(collector, "200") == 1 && Counted(collector, "430") == 2, "each invocation counted once",
            () => collector.Metrics.Where(metric => metric.Name == "scf.invocations").Select(metric => $"{metric.Service} {string.Join(',', metric.Attributes)} {metric.Value}"));
        Assert.Equal(
            ["init_function", "init_runtime"],
            collector.Metrics.Where(metric => metric.Name == "scf.agent.cold_start.phase.duration").Select(metric => metric.Attributes["phase"]).Where(phase => phase != "pull_code").Distinct().Order());
    }

    private static async Task AssertAggregateAsync(TestKit.Platforms.Platform platform, HttpClient http)
    {
        var text = await http.GetStringAsync(new Uri(platform.Credentials.Http, "/metrics"), Cancellation);
        foreach (var (service, series) in Services)
        {
            Assert.Contains($"scf_up{{service=\"{service}\"}} 1\n", text, StringComparison.Ordinal);
            Assert.Contains(text.Split('\n'), line => line.StartsWith(series, StringComparison.Ordinal) && line.Contains($"service=\"{service}\"", StringComparison.Ordinal));
        }
    }

    private static double Counted(OtlpReceiver collector, string status) => collector.Metrics
        .Where(metric => metric is { Service: "trigger", Name: "scf.invocations" } && metric.Attributes.GetValueOrDefault("function") == "traced" && metric.Attributes["status"] == status)
        .Sum(metric => metric.Value);

    private static ReceivedSpan? RunOf(OtlpReceiver collector, string requestId) =>
        collector.Spans.FirstOrDefault(span => span.Service == "agent" && span.Attributes.GetValueOrDefault("scf.request_id") == requestId);

    private static bool InTrace(OtlpReceiver collector, string traceId, string service, string name) =>
        collector.Spans.Any(span => span.TraceId == traceId && span.Service == service && span.Name == name);

    /// <summary>The span and those above it, as far as they were received.</summary>
    private static List<ReceivedSpan> Ancestors(Dictionary<string, ReceivedSpan> spans, string spanId)
    {
        var path = new List<ReceivedSpan>();
        while (spans.TryGetValue(spanId, out var span))
        {
            path.Add(span);
            spanId = span.ParentId;
        }

        return path;
    }

    private static IEnumerable<string> Tell(OtlpReceiver collector, string? traceId) =>
        collector.Spans.Where(span => traceId is null || span.TraceId == traceId).Select(span => $"{span.Service}: {span.Name} {span.SpanId} in {span.ParentId} of {span.TraceId}");
}
