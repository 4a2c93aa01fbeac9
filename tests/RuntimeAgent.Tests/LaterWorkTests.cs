using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

/// <summary>Node functions that run on when their caller has the result.</summary>
public sealed class LaterWorkTests(AgentUnderTest agent) : IClassFixture<AgentUnderTest>
{
    [Fact]
    public async Task Work_that_follows_a_result_belongs_to_its_call_and_is_billed()
    {
        var id = await StartedAsync("(event, context, callback) => { console.log('first'); callback(null, 'ok'); setTimeout(() => console.log('second'), 1000); }");

        var call = agent.Link.Invoke(id, "{}");
        var answer = await call.AnswerAsync();
        var (outcome, record) = await EndOfAsync(call);

        Assert.Equal((200, 0UL, "\"ok\""), (answer.StatusCode, answer.SpoolSequence, call.Text));
        Assert.Contains("\tfirst\n", answer.LogTail, StringComparison.Ordinal);
        Assert.DoesNotContain("\tsecond\n", answer.LogTail, StringComparison.Ordinal);
        Assert.Equal((200, 200), (outcome.StatusCode, record.StatusCode));
        Assert.Matches($@"\t{call.RequestId}\tfirst\n\S+\t{call.RequestId}\tsecond\n", record.Log);
        Assert.Equal(record.DurationUs, outcome.DurationMicroseconds);
        Assert.True(record.DurationUs > answer.DurationMicroseconds && record.BilledMs >= 900, $"{answer.DurationMicroseconds} us, then {record.DurationUs} us, {record.BilledMs} ms");
        Assert.EndsWith(record.Log, outcome.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_result_reaches_its_caller_before_the_work_that_follows_it_has_ended()
    {
        var id = await StartedAsync("(event, context, callback) => { callback(null, 'x'.repeat(5e6)); setInterval(() => {}, 1000); }");
        using var link = await agent.ConnectAsync(window: 1 << 16);
        await link.Welcome;
        var call = link.Invoke(id, "{}");
        link.Window(call, 10_000_000);
        Assert.Equal(200, (await call.AnswerAsync()).StatusCode);
        Assert.Equal(5_000_002, call.Bytes.Length);
        Assert.False(call.Ended);
        link.Cancel(call);
        Assert.Equal(499, (await call.OutcomeAsync()).StatusCode);
    }

    [Fact]
    public async Task An_instance_is_busy_until_the_work_has_ended()
    {
        var id = await StartedAsync("(event, context, callback) => { setTimeout(() => {}, 2000); callback(null, 1); }");
        var first = agent.Link.Invoke(id, "{}");
        await first.AnswerAsync();
        var between = await agent.Link.Invoke(id, "{}").OutcomeAsync();
        Assert.Equal((true, "The instance is busy."), (between.NeverSaw, between.ErrorMessage));
        Assert.Equal(200, (await first.OutcomeAsync()).StatusCode);
        Assert.Equal(200, (await agent.Link.Invoke(id, "{}").AnswerAsync()).StatusCode);
    }

    [Fact]
    public async Task A_function_that_does_not_wait_for_an_empty_event_loop_ends_with_its_result()
    {
        var id = await StartedAsync("(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => console.log('later'), 1); callback(null, 1); }");
        for (var round = 0; round < 2; round++)
        {
            var call = agent.Link.Invoke(id, "{}");
            Assert.Equal((200, "1"), ((await call.OutcomeAsync()).StatusCode, call.Text));
            Assert.False(call.WasAnswered);
        }
    }

    [Fact]
    public async Task Several_calls_at_a_time_end_with_their_results()
    {
        var id = await StartedAsync("(event, context, callback) => { setInterval(() => {}, 1000); callback(null, 1); }", spec => spec.InstanceConcurrency = 2);
        var call = agent.Link.Invoke(id, "{}");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.False(call.WasAnswered);
    }

    [Theory]
    [InlineData("setInterval(() => {}, 1000)", 433, true, "Invoking task timed out after 1.5 seconds")]
    [InlineData("setTimeout(() => process.exit(3), 50)", 439, true, "exit code 3")]
    [InlineData("setTimeout(() => { const all = []; for (;;) all.push(Buffer.alloc(8 << 20, 1)); }, 50)", 434, true, "Memory limit exceeded")]
    [InlineData("setTimeout(() => { throw new Error('too late'); }, 50)", 430, false, "Error: too late")]
    public async Task What_ends_the_work_is_the_records_status_and_takes_nothing_from_the_caller(string work, int status, bool gone, string message)
    {
        var id = await StartedAsync($"(event, context, callback) => {{ {work}; callback(null, 'ok'); }}", spec => spec.MemoryMb = 128);
        var call = agent.Link.Invoke(id, "{}", status == 433 ? 1_500 : 30_000);
        Assert.Equal((200, ""), ((await call.AnswerAsync()).StatusCode, (await call.AnswerAsync()).ErrorMessage));
        var (outcome, record) = await EndOfAsync(call);
        Assert.Equal((status, gone, status), (outcome.StatusCode, outcome.InstanceGone, record.StatusCode));
        Assert.Contains(message, outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains($"ERROR RequestId:{call.RequestId} Result:", record.Log, StringComparison.Ordinal);
        Assert.Equal("\"ok\"", call.Text);
    }

    private Task<ulong> StartedAsync(string handler, Action<InstanceSpec>? adjust = null) =>
        agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", $"exports.main_handler = {handler};")), adjust));

    private async Task<(OutcomeFrame Outcome, InvocationRecord Record)> EndOfAsync(ClientCall call)
    {
        var outcome = await call.OutcomeAsync();
        var record = await agent.Platform.Records.FirstAsync(record => new Guid(record.RequestId.Span, bigEndian: true) == call.RequestId);
        Assert.Single(agent.Platform.Records.Items, other => other.RequestId == record.RequestId);
        return (outcome, record);
    }
}
