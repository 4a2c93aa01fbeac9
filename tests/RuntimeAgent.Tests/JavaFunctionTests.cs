using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

[Trait("Category", "Long")]
public sealed class JavaFunctionTests(AgentUnderTest agent, JavaProgram program) : IClassFixture<AgentUnderTest>, IClassFixture<JavaProgram>
{
    [Fact]
    public async Task A_Java_function_answers_with_its_result_and_log()
    {
        var id = await agent.StartedAsync(Java("mainHandler", spec => spec.Environment["COLOUR"] = "green"));
        var call = agent.Link.Invoke(id, """{"name":"köln","items":[{"price":1.5,"tags":["a","b"]},{"price":2,"tags":["c"],"unknown":1}]}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal(
            (200, $$"""{"hello":"Hello köln","sum":5.0,"request":"{{call.RequestId}}","memory":256,"time":30000,"colour":"green","root":"/var/user/","runtime":"Java11"}"""),
            (outcome.StatusCode, call.Text));
        foreach (var line in (string[])["loading\n", "hello köln\n", "no line end\n"]) Assert.Contains(line, outcome.LogTail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "\"a\\u00fc\"", "\"aü\"")]
    [InlineData("text", """{"a": 1}""", """ "{\"a\": 1}" """)]
    [InlineData("twice", "21", "42")]
    [InlineData("map", """{"a":[1,2.5,12345678901,null,true,{}],"b":"\n"}""", """{"a":[1,2.5,12345678901,null,true,{}],"b":"\n"}""")]
    [InlineData("order", """{"NAME":"x"}""", """{"name":"x","items":[]}""")]
    [InlineData("nothing", "{}", "null")]
    public async Task Handlers_take_and_give_what_the_interface_lists(string method, string json, string result)
    {
        var call = agent.Link.Invoke(await agent.StartedAsync(Java(method)), json);
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal(result.Trim(), call.Text);
    }

    [Theory]
    [InlineData("fail", 430, "user code exception caught", "java.lang.IllegalArgumentException: bad\n    at example.Functions.fail(Functions.java:", false)]
    [InlineData("twice", 430, "user code exception caught", "java.lang.IllegalArgumentException: the event has {} where the handler takes int", false)]
    [InlineData("endless", 430, "user code exception caught", "java.lang.IllegalArgumentException: the result is nested too deep", false)]
    [InlineData("large", 407, "upper limit (6MB)", "", false)]
    [InlineData("exit", 439, "exit code 3", "", true)]
    [InlineData("spin", 433, "Invoking task timed out after 2 seconds", "", true)]
    [InlineData("heap", 434, "Memory limit exceeded", "", true)]
    public async Task Failures_have_the_codes_of_the_interface(string method, int status, string message, string stack, bool gone)
    {
        var call = agent.Link.Invoke(await agent.StartedAsync(Java(method)), "{}", status == 433 ? 2000 : 30_000);
        var outcome = await call.OutcomeAsync();
        Assert.Equal((status, gone), (outcome.StatusCode, outcome.InstanceGone));
        var error = JsonDocument.Parse(call.Text).RootElement;
        Assert.Contains(message, error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        if (stack.Length > 0) Assert.StartsWith(stack, error.GetProperty("stackTrace").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.Missing::mainHandler", "", 437)]
    [InlineData("example.Functions::missing", "", 437)]
    [InlineData("example.Functions::mainHandler", "throw", 430)]
    [InlineData("example.Functions::mainHandler", "exit", 439)]
    [InlineData("example.Functions::mainHandler", "sleep", 450)]
    public async Task Code_that_does_not_load_says_why(string handler, string start, int status)
    {
        var (_, response) = await agent.StartAsync(Java("mainHandler", spec =>
        {
            spec.Handler = handler;
            spec.Environment["START"] = start;
            spec.InitTimeoutMs = status == 450 ? 2000 : 30_000;
        }));
        Assert.Equal(status, response.Failed?.StatusCode);
    }

    [Fact]
    public async Task Several_calls_run_at_a_time_where_they_may()
    {
        var id = await agent.StartedAsync(Java("spin", spec => spec.InstanceConcurrency = 2));
        var first = agent.Link.Invoke(id, "{}", 2000);
        var second = agent.Link.Invoke(id, "{}", 2000);
        Assert.False((await first.OutcomeAsync()).NeverSaw);
        Assert.False((await second.OutcomeAsync()).NeverSaw);
    }

    private InstanceSpec Java(string method, Action<InstanceSpec>? adjust = null) => agent.Function("Java11", $"example.Functions::{method}", program.Zip, adjust);
}
