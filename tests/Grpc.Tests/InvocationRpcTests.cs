using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScfAspire.Api.Grpc;
using ScfAspire.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Tokens;
using ScfAspire.Grpc.Tests.Host;
using ScfAspire.V1;

namespace ScfAspire.Grpc.Tests;

public sealed class InvocationRpcTests : IAsyncLifetime
{
    private const string Hello = "namespaces/default/functions/hello";
    private PublicApiHost _host = null!;
    private ScfClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PublicApiHost.StartAsync();
        _client = _host.Connect();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_event_goes_in_and_its_result_comes_out()
    {
        var answer = await _client.InvokeAsync("default", "hello", """{"a":"ä"}""", new() { Qualifier = "prod", LogTail = true }, TestContext.Current.CancellationToken);

        var asked = Assert.Single(_host.Invocations.Invoked);
        Assert.Equal(("default", "hello", "prod", true), (asked.Namespace, asked.FunctionName, asked.Qualifier, asked.WantLogTail));
        Assert.Equal("""{"a":"ä"}""", answer.Result);
        Assert.Equal((200, TimeSpan.FromMilliseconds(1.5)), (answer.Summary.StatusCode, answer.Summary.Duration.ToTimeSpan()));
    }

    [Fact]
    public void Over_gRPC_events_and_results_pass_as_bytes()
    {
        var first = _host.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText == "/scf.v1.InvocationService/Invoke").MinBy(e => e.Order);

        Assert.Equal(typeof(InvokeBytesRpc), first?.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType);
    }

    [Fact]
    public void Their_messages_are_the_public_ones_field_for_field()
    {
        Assert.Equal(Fields(InvokeRequest.Descriptor), Fields(InvokeBytesRequest.Descriptor));
        Assert.Equal(Fields(InvokeResponse.Descriptor), Fields(InvokeBytesResponse.Descriptor));

        static IEnumerable<(int Number, string Name)> Fields(MessageDescriptor message) => message.Fields.InFieldNumberOrder().Select(field => (field.FieldNumber, field.Name));
    }

    [Fact]
    public async Task What_is_not_text_in_an_event_is_replaced()
    {
        var bytes = Marshallers.Create(message => message, message => message);
        var invoke = new Method<byte[], byte[]>(MethodType.Unary, "scf.v1.InvocationService", "Invoke", bytes, bytes);
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var at = _host.Time.GetUtcNow().ToUnixTimeSeconds();
        var signed = new ExchangeRequest { SecretId = "AKIDadmin", Timestamp = at, Nonce = "0123456789abcdef", Signature = TokenSignature.Compute("AKIDadmin", "admin-secret", at, "0123456789abcdef") };
        var token = await new TokenService.TokenServiceClient(channel).ExchangeAsync(signed, cancellationToken: TestContext.Current.CancellationToken);

        var answer = await channel.CreateCallInvoker().AsyncUnaryCall(
            invoke, null, new CallOptions(new Metadata { { "authorization", $"Bearer {token.AccessToken}" } }, cancellationToken: TestContext.Current.CancellationToken),
            new InvokeBytesRequest { Name = Hello, Event = ByteString.CopyFrom((byte)'"', 0xff, (byte)'"') }.ToByteArray());

        Assert.Equal("\"\ufffd\""u8, Assert.Single(_host.Invocations.Invoked).Event.Span);
        Assert.Equal("\"\ufffd\"", InvokeResponse.Parser.ParseFrom(answer).Result);
    }

    [Fact]
    public async Task A_large_result_streams_in_chunks_between_start_and_end()
    {
        var text = $"\"{new string('x', 200_000)}\"";
        using var call = _client.Invocations.InvokeStream(new() { Name = Hello, Event = text }, cancellationToken: TestContext.Current.CancellationToken);
        var parts = await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(InvokeStreamResponse.KindOneofCase.Started, parts[0].KindCase);
        Assert.Equal(InvokeStreamResponse.KindOneofCase.End, parts[^1].KindCase);
        Assert.True(parts.Count > 4);
        Assert.Equal(text, string.Concat(parts.Skip(1).SkipLast(1).Select(p => p.Chunk.ToStringUtf8())));
    }

    [Fact]
    public async Task A_web_function_answers_head_and_body_as_they_come()
    {
        using var call = _client.Invocations.InvokeStream(
            new() { Name = "namespaces/default/functions/web", Http = new() { Method = "post", Target = "/a?b=1" } }, cancellationToken: TestContext.Current.CancellationToken);
        var parts = await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(201, parts[1].HttpHead.StatusCode);
        Assert.Equal(["POST", "/a?b=1"], parts[1].HttpHead.Headers.Select(h => h.Value));
        Assert.Equal(["one ", "two"], parts.Skip(2).Take(2).Select(p => p.Chunk.ToStringUtf8()));
        Assert.Equal(200, parts[^1].End.StatusCode);
    }

    [Theory]
    [InlineData("hello", "/", StatusCode.InvalidArgument)]
    [InlineData("nothing", "/", StatusCode.NotFound)]
    [InlineData("web", "no-slash", StatusCode.InvalidArgument)]
    [InlineData("web", "/a HTTP/1.1\r\nX: y", StatusCode.InvalidArgument)]
    public async Task A_request_that_fits_no_web_function_is_refused(string function, string target, StatusCode status)
    {
        using var call = _client.Invocations.InvokeStream(
            new() { Name = $"namespaces/default/functions/{function}", Http = new() { Target = target } }, cancellationToken: TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<ScfApiException>(async () => await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(status, refused.StatusCode);
    }

    [Fact]
    public async Task An_asynchronous_event_is_running_then_done()
    {
        var id = Guid.Parse(await _client.EnqueueAsync("default", "hello", cancellationToken: TestContext.Current.CancellationToken));
        var request = new GetInvocationRequest { Name = $"{Hello}/invocations/{id}" };

        _host.Log.Pending.Add(id);
        var running = await _client.Invocations.GetInvocationAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        _host.Log.Pending.Clear();
        var bytes = ByteString.CopyFrom(id.ToByteArray(bigEndian: true));
        _host.Log.Records.Add(new() { RequestId = bytes, RetryNum = 0, StatusCode = 430 });
        _host.Log.Records.Add(new() { RequestId = bytes, RetryNum = 1, StatusCode = 200, RetMsg = "\"ok\"" });
        var done = await _client.Invocations.GetInvocationAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(InvocationState.Running, running.State);
        Assert.Equal((InvocationState.Succeeded, 2, 200, "\"ok\""), (done.State, done.Attempts, done.StatusCode, done.Result));
    }

    [Fact]
    public async Task Records_are_listed_and_followed()
    {
        var id = Guid.CreateVersion7();
        var record = new Contracts.Internal.V1.InvocationRecord { RequestId = ByteString.CopyFrom(id.ToByteArray(bigEndian: true)), StatusCode = 200, Log = "hello\n", StartUnixUs = 1_700_000_000_000_000 };
        _host.Log.Records.Add(record);
        var list = await _client.Logs.ListRecordsAsync(
            new() { Parent = Hello, Outcome = RecordOutcome.Failed, IncludeLogs = true }, cancellationToken: TestContext.Current.CancellationToken);
        using var tail = _client.Logs.TailRecords(new() { Parent = Hello }, cancellationToken: TestContext.Current.CancellationToken);
        await tail.ResponseHeadersAsync;
        _host.Log.Live.Writer.TryWrite(record);
        Assert.True(await tail.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal((id.ToString(), "hello\n"), (list.Records[0].RequestId, list.Records[0].Log));
        Assert.Equal(("not0", "start_time", false), (_host.Log.Queries[0].RetCode, _host.Log.Queries[0].OrderBy, _host.Log.Queries[0].Ascending));
        Assert.Equal(id.ToString(), tail.ResponseStream.Current.Record.RequestId);
    }
}
