using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Invocations;

/// <summary>A Node function that runs on when its caller has the result.</summary>
[Collection(OneAtATime.Name)]
public sealed class LaterWorkTests(PlatformFixture fixture) : IDisposable
{
    private readonly ScfCaller _scf = new(fixture.Platform);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_caller_is_answered_at_once_and_its_record_tells_of_the_whole_run()
    {
        const string Name = "runs-on";
        const string Source = """
            exports.main_handler = (event, context, callback) => {
              context.callbackWaitsForEmptyEventLoop = !event.leave;
              setImmediate(() => console.log('still here'));
              setInterval(() => {}, 1000);
              callback(null, 'ok');
            };
            """;
        await _scf.CreateFunctionAsync(Name, "Nodejs20.19", CodeZip.Of(("index.js", Source)), Cancellation, new JsonObject { ["Timeout"] = 3 });

        // The second cannot have the first one's instance, which is busy.
        var overdue = await Task.WhenAll(_scf.InvokeAsync(Name, "{}", Cancellation), _scf.InvokeAsync(Name, "{}", Cancellation));
        var left = await _scf.InvokeAsync(Name, """{"leave":true}""", Cancellation);

        Assert.All([.. overdue, left], result => Assert.Equal((0, "\"ok\""), ((int)result["InvokeResult"]!, (string?)result["RetMsg"])));
        foreach (var result in overdue)
        {
            var record = await RecordAsync(Name, (string)result["FunctionRequestId"]!);
            Assert.Equal(433, (int)record["RetCode"]!);
            Assert.Contains("still here", (string)record["Log"]!, StringComparison.Ordinal);
            Assert.True((double)record["BillDuration"]! >= 2900, record.ToJsonString());
        }

        Assert.Equal("\"ok\"", (string?)(await RecordAsync(Name, (string)left["FunctionRequestId"]!))["RetMsg"]);
    }

    /// <summary>The call's only record, once it is there.</summary>
    private async Task<JsonObject> RecordAsync(string function, string id)
    {
        while (true)
        {
            var answer = await _scf.CallAsync("GetFunctionLogs", new JsonObject { ["FunctionName"] = function, ["FunctionRequestId"] = id }, Cancellation);
            if (answer["Data"]!.AsArray() is { Count: > 0 } records) return Assert.Single(records)!.AsObject();
            await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        }
    }

    public void Dispose() => _scf.Dispose();
}
