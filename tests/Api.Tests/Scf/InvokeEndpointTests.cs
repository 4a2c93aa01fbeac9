using Google.Protobuf;
using ScfAspire.Api.Tests.Hosting;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Tests.Scf;

public sealed class InvokeEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly ScfClient _client = fixture.Client;

    [Fact]
    public async Task A_result_has_the_fields_of_the_interface()
    {
        var name = await fixture.CreateAsync();
        fixture.Dispatcher.Answer = i => new()
        {
            RequestId = i.RequestId, StatusCode = 200, Body = "{\"a\":1}"u8.ToArray(), LogTail = i.WantLogTail ? "START" : "", DurationMicroseconds = 826, BilledMilliseconds = 1, MemoryUsedBytes = 4096,
        };
        var response = await _client.CallAsync("Invoke", new { FunctionName = name, ClientContext = "{\"x\":\"é\"}", LogType = "tail" });
        var result = response.GetProperty("Result");
        Assert.Equal("{\"a\":1}", result.GetProperty("RetMsg").GetString());
        Assert.Equal("", result.GetProperty("ErrMsg").GetString());
        Assert.Equal("START", result.GetProperty("Log").GetString());
        Assert.Equal(0.826, result.GetProperty("Duration").GetDouble());
        Assert.Equal(1, result.GetProperty("BillDuration").GetInt32());
        Assert.Equal(4096, result.GetProperty("MemUsage").GetInt32());
        Assert.Equal(0, result.GetProperty("InvokeResult").GetInt32());
        Assert.Equal(response.GetProperty("RequestId").GetString(), result.GetProperty("FunctionRequestId").GetString());
        Assert.Equal("{\"x\":\"é\"}"u8.ToArray(), fixture.Dispatcher.Last!.Event.ToArray());
        Assert.Equal("$LATEST", fixture.Dispatcher.Last.Qualifier);
        await _client.CallAsync("InvokeFunction", new { FunctionName = name, Event = "" });
        Assert.Equal(("$DEFAULT", "{}"), (fixture.Dispatcher.Last.Qualifier, System.Text.Encoding.UTF8.GetString(fixture.Dispatcher.Last.Event.Span)));
    }

    [Fact]
    public async Task A_failure_of_the_function_is_a_result_and_not_an_error()
    {
        var name = await fixture.CreateAsync();
        fixture.Dispatcher.Answer = i => new() { RequestId = i.RequestId, StatusCode = 433, ErrorMessage = "timed out" };
        var result = (await _client.CallAsync("Invoke", new { FunctionName = name })).GetProperty("Result");
        Assert.Equal(433, result.GetProperty("InvokeResult").GetInt32());
        Assert.Equal("timed out", result.GetProperty("ErrMsg").GetString());
        Assert.Contains("\"statusCode\":433", result.GetProperty("RetMsg").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(435, "ResourceNotFound.Function")]
    [InlineData(442, "ResourceNotFound.Qualifier")]
    [InlineData(438, "FailedOperation.FunctionStatusError")]
    [InlineData(406, "InvalidParameter.RequestTooLarge")]
    [InlineData(436, "InvalidParameterValue.Param")]
    public async Task What_never_reached_the_function_is_an_error(int status, string code)
    {
        var name = await fixture.CreateAsync();
        fixture.Dispatcher.Answer = i => new() { RequestId = i.RequestId, StatusCode = status };
        Assert.Equal(code, await _client.ErrorAsync("Invoke", new { FunctionName = name }));
    }

    [Fact]
    public async Task Bad_requests_are_refused_before_they_reach_the_function()
    {
        var name = await fixture.CreateAsync();
        Assert.Equal("ResourceNotFound.Function", await _client.ErrorAsync("Invoke", new { FunctionName = "nowhere" }));
        Assert.Equal("ResourceNotFound.Qualifier", await _client.ErrorAsync("Invoke", new { FunctionName = name, Qualifier = "9" }));
        Assert.Equal("InvalidParameterValue.Param", await _client.ErrorAsync("Invoke", new { FunctionName = name, ClientContext = "{not json" }));
        Assert.Equal("InvalidParameterValue.Param", await _client.ErrorAsync("Invoke", new { FunctionName = name, InvocationType = "Maybe" }));
        Assert.Equal("InvalidParameterValue.Param", await _client.ErrorAsync("Invoke", new { FunctionName = name, RoutingKey = "[1]" }));
        Assert.Equal("InvalidParameter.RequestTooLarge", await _client.ErrorAsync("Invoke", new { FunctionName = name, ClientContext = '"' + new string('x', 6 * 1024 * 1024) + '"' }));
        Assert.Equal("InvalidParameter.RequestTooLarge", await _client.ErrorAsync("Invoke", new { FunctionName = name, InvocationType = "Event", ClientContext = '"' + new string('x', 128 * 1024) + '"' }));
        var web = await fixture.CreateAsync(settings: new { Type = "HTTP" });
        Assert.Equal("InvalidParameterValue.FunctionType", await _client.ErrorAsync("Invoke", new { FunctionName = web }));
    }

    [Fact]
    public async Task An_event_is_queued_before_the_answer()
    {
        var name = await fixture.CreateAsync();
        var result = (await _client.CallAsync("Invoke", new { FunctionName = name, InvocationType = "Event", ClientContext = "{\"n\":1}", Qualifier = "$DEFAULT" })).GetProperty("Result");
        var id = Guid.Parse(result.GetProperty("FunctionRequestId").GetString()!);
        var queued = fixture.Others.Events.Accepted[ByteString.CopyFrom(id.ToByteArray(bigEndian: true))];
        Assert.Equal(("{\"n\":1}", "$DEFAULT", name), (queued.Payload.ToStringUtf8(), queued.Qualifier, queued.Key.Function));
        Assert.Equal(("", 0.0, 7), (result.GetProperty("RetMsg").GetString(), result.GetProperty("Duration").GetDouble(), id.Version));

        var running = (await _client.CallAsync("GetRequestStatus", new { FunctionName = name, FunctionRequestId = id })).GetProperty("Data")[0];
        Assert.Equal(1, running.GetProperty("RetCode").GetInt32());
        fixture.Others.Records.Stored.Enqueue(new InvocationRecord { RequestId = queued.RequestId, Key = queued.Key, StatusCode = 200, RetMsg = "2", DurationUs = 1500, MemoryUsedBytes = 1048576, Log = "START", StartUnixUs = 1_700_000_000_000_000 });
        var done = (await _client.CallAsync("GetRequestStatus", new { FunctionName = name, FunctionRequestId = id })).GetProperty("Data");
        Assert.Equal(1, done.GetArrayLength());
        Assert.Equal((0, 1.5, 1.0), (done[0].GetProperty("RetCode").GetInt32(), done[0].GetProperty("Duration").GetDouble(), done[0].GetProperty("MemUsage").GetDouble()));
        var log = (await _client.CallAsync("GetFunctionLogs", new { FunctionName = name })).GetProperty("Data")[0];
        Assert.Equal(("START", "2023-11-15 06:13:20", 0), (log.GetProperty("Log").GetString(), log.GetProperty("StartTime").GetString(), log.GetProperty("RetCode").GetInt32()));
    }

    [Fact]
    public async Task Log_queries_have_limits()
    {
        var name = await fixture.CreateAsync();
        Assert.Equal("LimitExceeded.Offset", await _client.ErrorAsync("GetFunctionLogs", new { FunctionName = name, Offset = 9_999, Limit = 10 }));
        Assert.Equal("InvalidParameterValue.StartTimeOrEndTime", await _client.ErrorAsync("GetFunctionLogs", new { FunctionName = name, StartTime = "2026-01-01 00:00:00", EndTime = "2026-01-03 00:00:00" }));
        Assert.Equal("InvalidParameterValue.DateTime", await _client.ErrorAsync("GetFunctionLogs", new { FunctionName = name, StartTime = "yesterday" }));
        Assert.Equal("InvalidParameterValue.RetCode", await _client.ErrorAsync("GetFunctionLogs", new { FunctionName = name, Filter = new { RetCode = "maybe" } }));
        Assert.Equal("InvalidParameterValue.FunctionRequestId", await _client.ErrorAsync("GetRequestStatus", new { FunctionName = name, FunctionRequestId = "x" }));
    }
}
