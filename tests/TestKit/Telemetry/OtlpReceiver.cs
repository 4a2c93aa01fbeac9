using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using ScfAspire.TestKit.Telemetry.Otlp;

namespace ScfAspire.TestKit.Telemetry;

/// <summary>An OpenTelemetry collector that keeps what it receives: OTLP over gRPC and over HTTP.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<ReceivedLog> _logs = new();
    private readonly ConcurrentDictionary<string, ReceivedMetric> _metrics = new(StringComparer.Ordinal);
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        Map("traces", "trace.v1.TraceService", body => Take(ExportTraces.Parser.ParseFrom(body)));
        Map("metrics", "metrics.v1.MetricsService", body => Take(ExportMetrics.Parser.ParseFrom(body)));
        Map("logs", "logs.v1.LogsService", body => Take(ExportLogs.Parser.ParseFrom(body)));
    }

    /// <summary>Value of OTEL_EXPORTER_OTLP_ENDPOINT for the protocol <c>grpc</c>.</summary>
    public string GrpcEndpoint => _app.Urls.First();

    /// <summary>Value of OTEL_EXPORTER_OTLP_ENDPOINT for the protocol <c>http/protobuf</c>.</summary>
    public string HttpEndpoint => _app.Urls.Last();

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    public IReadOnlyCollection<ReceivedLog> Logs => _logs;

    public IEnumerable<ReceivedMetric> Metrics => _metrics.Values;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what has arrived is enough.</summary>
    /// <exception cref="TimeoutException">It was not within a limit that only a fault reaches; the message has what <paramref name="seen"/> tells.</exception>
    public async Task UntilAsync(Func<bool> enough, string what, Func<IEnumerable<string>> seen)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var next = Volatile.Read(ref _arrival).Task;
            if (enough()) return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not within {Limit.TotalSeconds:0} s: {what}. What came:\n{string.Join('\n', seen())}");
            }
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map(string signal, string service, Action<byte[]> take)
    {
        _app.MapPost($"/opentelemetry.proto.collector.{service}/Export", (RequestDelegate)(async context =>
        {
            var body = await ReadAsync(context.Request);
            if (body[0] != 0) throw new InvalidDataException("A compressed message, which nothing here asks for.");
            take(body.AsSpan(GrpcPrefix, (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1))).ToArray());
            Announce();
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            context.Response.AppendTrailer("grpc-status", "0");
        }));
        _app.MapPost($"/v1/{signal}", (RequestDelegate)(async context =>
        {
            take(await ReadAsync(context.Request));
            Announce();
            context.Response.ContentType = "application/x-protobuf";
        }));
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Announce() =>
        Interlocked.Exchange(ref _arrival, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private void Take(ExportTraces export)
    {
        foreach (var from in export.ResourceSpans)
        {
            foreach (var span in from.ScopeSpans.SelectMany(scope => scope.Spans))
                _spans.Enqueue(new(ServiceOf(from.Resource), span.Name, Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Status?.Code == 2, Texts(span.Attributes)));
        }
    }

    private void Take(ExportLogs export)
    {
        foreach (var from in export.ResourceLogs)
        {
            foreach (var log in from.ScopeLogs.SelectMany(scope => scope.LogRecords))
                _logs.Enqueue(new(ServiceOf(from.Resource), log.SeverityText, log.Body?.StringValue ?? "", Hex(log.TraceId), Hex(log.SpanId)));
        }
    }

    private void Take(ExportMetrics export)
    {
        foreach (var from in export.ResourceMetrics)
        {
            foreach (var metric in from.ScopeMetrics.SelectMany(scope => scope.Metrics))
            {
                var numbers = metric.DataCase == Metric.DataOneofCase.Gauge ? metric.Gauge : metric.Sum;
                foreach (var point in numbers?.DataPoints ?? [])
                {
                    var value = point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
                    Keep(new(ServiceOf(from.Resource), metric.Name, Texts(point.Attributes), value, value));
                }

                foreach (var point in metric.Histogram?.DataPoints ?? [])
                    Keep(new(ServiceOf(from.Resource), metric.Name, Texts(point.Attributes), point.Count, point.Sum));
            }
        }
    }

    private void Keep(ReceivedMetric metric) =>
        _metrics[$"{metric.Service} {metric.Name} {string.Join(',', metric.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal))}"] = metric;

    private static string ServiceOf(Resource resource) => Texts(resource.Attributes).GetValueOrDefault("service.name", "");

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static Dictionary<string, string> Texts(RepeatedField<KeyValue> attributes)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            texts[attribute.Key] = attribute.Value.ValueCase switch
            {
                AnyValue.ValueOneofCase.StringValue => attribute.Value.StringValue,
                AnyValue.ValueOneofCase.IntValue => attribute.Value.IntValue.ToString(CultureInfo.InvariantCulture),
                AnyValue.ValueOneofCase.DoubleValue => attribute.Value.DoubleValue.ToString(CultureInfo.InvariantCulture),
                AnyValue.ValueOneofCase.BoolValue => attribute.Value.BoolValue ? "true" : "false",
                _ => "",
            };
        }

        return texts;
    }
}
