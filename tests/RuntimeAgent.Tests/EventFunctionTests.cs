using System.Text.Json;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

public abstract class EventFunctionTests<TAgent>(TAgent agent) : IClassFixture<TAgent>
    where TAgent : AgentUnderTest
{
    [Fact]
    public async Task A_Node_function_answers_with_its_result_log_and_record()
    {
        var spec = agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", """
            console.log('loading');
            exports.main_handler = async (event, context) => { console.log('hello'); return { sum: event.a + event.b, id: context.request_id, env: process.env.COLOUR, user: process.env.USER }; };
            """)), spec => spec.Environment["COLOUR"] = "green");
        var id = await agent.StartedAsync(spec);

        var call = agent.Link.Invoke(id, """{"a":1,"b":2}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal(200, outcome.StatusCode);
        using var result = JsonDocument.Parse(call.Text);
        Assert.Equal(3, result.RootElement.GetProperty("sum").GetInt32());
        Assert.Equal(call.RequestId.ToString(), result.RootElement.GetProperty("id").GetString());
        Assert.Equal("green", result.RootElement.GetProperty("env").GetString());
        Assert.Equal("qcloud", result.RootElement.GetProperty("user").GetString());
        var record = await agent.Platform.Records.FirstAsync(record => new Guid(record.RequestId.Span, bigEndian: true) == call.RequestId);
        Assert.Equal(200, record.StatusCode);
        Assert.Equal(spec.SpecId, record.SpecId);
        Assert.True(record.ColdStartUs > 0);
        var lines = record.Log.Split('\n');
        Assert.Equal($"START RequestId:{call.RequestId}", lines[0]);
        Assert.Contains("loading", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"Init Report RequestId: {call.RequestId} Coldstart: ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("hello", lines[3], StringComparison.Ordinal);
        Assert.Equal($"Response RequestId:{call.RequestId} RetMsg:{call.Text}", lines[4]);
        Assert.Equal($"END RequestId:{call.RequestId}", lines[5]);
        Assert.StartsWith($"Report RequestId:{call.RequestId} Duration:", lines[6], StringComparison.Ordinal);
        Assert.EndsWith(record.Log, outcome.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_triggered_a_call_reaches_its_function()
    {
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "exports.main_handler = async () => process.env.TRIGGER_SRC;"))));
        var call = agent.Link.Invoke(id, "{}", triggerSource: "Timer");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("\"Timer\"", call.Text);
    }

    [Fact]
    public async Task A_Python_function_answers()
    {
        var id = await agent.StartedAsync(agent.Function("Python3.10", "index.main_handler", FunctionPackage.Zip(("index.py", """
            import os
            def main_handler(event, context):
                print("in python")
                return {"name": event["name"], "memory": context["memory_limit_in_mb"], "root": os.environ["USER_CODE_ROOT"]}
            """))));

        var call = agent.Link.Invoke(id, """{"name":"köln"}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal(200, outcome.StatusCode);
        Assert.Equal("""{"name": "köln", "memory": 256, "root": "/var/user/"}""", call.Text);
        Assert.Contains("in python\n", outcome.LogTail, StringComparison.Ordinal);
    }
}
