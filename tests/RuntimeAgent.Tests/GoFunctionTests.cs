using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

[Trait("Category", "Long")]
public sealed class GoFunctionTests(AgentUnderTest agent, GoProgram program) : IClassFixture<AgentUnderTest>, IClassFixture<GoProgram>
{
    [Fact]
    public async Task A_Go_program_answers_with_its_result_and_log()
    {
        var spec = Go(spec => spec.Environment["COLOUR"] = "green");
        var call = agent.Link.Invoke(await agent.StartedAsync(spec), """{"do":"tell"}""");
        var outcome = await call.OutcomeAsync();

        Assert.Equal(200, outcome.StatusCode);
        var result = JsonDocument.Parse(call.Text).RootElement;
        var texts = new Dictionary<string, string> { ["colour"] = "green", ["name"] = spec.Key.Function, ["memory"] = "256", ["root"] = "/var/user/" };
        foreach (var (name, value) in texts) Assert.Equal(value, result.GetProperty(name).GetString());
        Assert.InRange(result.GetProperty("seconds").GetDouble(), 1, 30);
        var request = result.GetProperty("request");
        var fields = new Dictionary<string, string>
        {
            ["RequestId"] = call.RequestId.ToString(),
            ["Namespace"] = "default",
            ["FunctionName"] = spec.Key.Function,
            ["FunctionVersion"] = "$LATEST",
            ["Environment"] = """{"SCF_NAMESPACE":"default","COLOUR":"green"}""",
            ["TencentcloudRegion"] = "local",
            ["TencentcloudAppID"] = "1250000000",
            ["TencentcloudUin"] = "100000000001",
        };
        foreach (var (name, value) in fields) Assert.Equal(value, request.GetProperty(name).GetString());
        Assert.Equal((256, 30_000), (request.GetProperty("MemoryLimitInMb").GetInt32(), request.GetProperty("TimeLimitInMs").GetInt32()));
        foreach (var line in (string[])["starting\n", "doing tell\n"]) Assert.Contains(line, outcome.LogTail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail", 430, "user code exception caught", "errorString: it went wrong", false)]
    [InlineData("panic", 430, "user code exception caught", "string: out of cheese\n    at main.handle (", true)]
    [InlineData("exit", 439, "exit code 3", "", true)]
    [InlineData("sleep", 433, "Invoking task timed out after 2 seconds", "", true)]
    [InlineData("eat", 434, "Memory limit exceeded", "", true)]
    public async Task Failures_have_the_codes_of_the_interface(string what, int status, string message, string stack, bool gone)
    {
        var call = agent.Link.Invoke(await agent.StartedAsync(Go()), $$"""{"do":"{{what}}"}""", status == 433 ? 2000 : 30_000);
        var outcome = await call.OutcomeAsync();
        Assert.Equal((status, gone), (outcome.StatusCode, outcome.InstanceGone));
        var error = JsonDocument.Parse(call.Text).RootElement;
        Assert.Contains(message, error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        if (stack.Length > 0) Assert.StartsWith(stack, error.GetProperty("stackTrace").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_over_six_megabytes_is_407_and_keeps_the_instance()
    {
        var id = await agent.StartedAsync(Go());
        Assert.Equal(200, (await agent.Link.Invoke(id, """{"do":"text","size":900000}""").OutcomeAsync()).StatusCode);
        Assert.Equal(407, (await agent.Link.Invoke(id, """{"do":"text","size":6291455}""").OutcomeAsync()).StatusCode);
        Assert.Equal(407, (await agent.Link.Invoke(id, """{"do":"text","size":20000000}""").OutcomeAsync()).StatusCode);
        Assert.Equal(200, (await agent.Link.Invoke(id, "{}").OutcomeAsync()).StatusCode);
    }

    [Fact]
    public async Task Several_calls_run_at_a_time_where_they_may()
    {
        var id = await agent.StartedAsync(Go(spec => spec.InstanceConcurrency = 2));
        var take = agent.Link.Invoke(id, """{"do":"take"}""");
        Assert.Equal(200, (await agent.Link.Invoke(id, """{"do":"give"}""").OutcomeAsync()).StatusCode);
        Assert.Equal(200, (await take.OutcomeAsync()).StatusCode);
        Assert.Equal("\"given\"", take.Text);
    }

    [Theory]
    [InlineData("exit", "main", 439)]
    [InlineData("sleep", "main", 450)]
    [InlineData("", "other", 437)]
    public async Task A_program_that_does_not_start_says_why(string start, string handler, int status)
    {
        var (_, response) = await agent.StartAsync(Go(spec =>
        {
            spec.Environment["START"] = start;
            spec.Handler = handler;
            spec.InitTimeoutMs = status == 450 ? 1000 : 30_000;
        }));
        Assert.Equal(status, response.Failed?.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_437()
    {
        var (_, response) = await agent.StartAsync(agent.Function("Go1", "main", FunctionPackage.Zip(("+main", "\u007fELF is not enough"))));
        Assert.Equal(437, response.Failed?.StatusCode);
    }

    private InstanceSpec Go(Action<InstanceSpec>? adjust = null) => agent.Function("Go1", "main", program.Zip, adjust);
}
