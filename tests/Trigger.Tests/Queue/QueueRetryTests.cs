using ScfAspire.Trigger.Tests.Doubles;

namespace ScfAspire.Trigger.Tests.Queue;

public sealed class QueueRetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_failing_function_runs_again_each_minute_with_the_same_id_until_it_is_exhausted()
    {
        await using var process = await QueueProcess.StartAsync();
        process.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, 430, "boom\0"));
        var id = Guid.CreateVersion7();

        await process.EnqueueAsync(id);
        await process.UntilAsync("queue", "attempts = 1 AND owner IS NULL", 1);
        process.Time.Advance(TimeSpan.FromSeconds(59));
        // A later event has come through: had the first been due, it would have run before.
        await process.EnqueueAsync(Guid.CreateVersion7(), "later");
        await process.UntilAsync("queue", "function = 'later' AND attempts = 1 AND owner IS NULL", 1);
        Assert.Single(process.Dispatcher.Events, invocation => invocation.RequestId == id);
        process.Time.Advance(TimeSpan.FromSeconds(1));
        await process.UntilAsync("queue", $"request_id = '{id}' AND attempts = 2 AND owner IS NULL", 1);
        process.Time.Advance(TimeSpan.FromMinutes(1));
        await process.UntilAsync("dead", $"request_id = '{id}'", 1);

        Assert.All(process.Dispatcher.Events, invocation => Assert.True(invocation.UntilEnd));
        Assert.Equal([0, 1, 2], process.Dispatcher.Events.Where(invocation => invocation.RequestId == id).Select(invocation => invocation.RetryNum));
        Assert.Equal(1, await process.CountAsync("dead", $"request_id = '{id}' AND reason = 'exhausted' AND attempts = 3 AND status_code = 430 AND error_message = 'boom'"));
        var state = await process.Store.FindAsync(id, Token);
        Assert.True(state!.Dead);
        Assert.Equal(430, state.LastStatus);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_event_that_fails_once_runs_well_the_second_time()
    {
        await using var process = await QueueProcess.StartAsync();
        process.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(
            invocation.RetryNum == 0 ? ScriptedDispatcher.Failed(invocation, 433, "slow") : ScriptedDispatcher.Ok(invocation, "1"));

        await process.EnqueueAsync(Guid.CreateVersion7());
        await process.UntilAsync("queue", "attempts = 1 AND owner IS NULL AND last_status = 433", 1);
        process.Time.Advance(TimeSpan.FromMinutes(1));
        await process.UntilAsync("queue", "true", 0);

        Assert.Equal(2, process.Dispatcher.Events.Count);
        Assert.Equal(0, await process.CountAsync("dead"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(500)]
    [InlineData(432)]
    public async Task A_platform_error_is_retried_past_RetryNum_until_the_event_expires(int code)
    {
        await using var process = await QueueProcess.StartAsync();
        process.Routes.Add("hello", change: route => route.AsyncMessageTtlS = 300);
        process.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, code, "no"));

        await process.EnqueueAsync(Guid.CreateVersion7());
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await process.UntilAsync("queue", $"attempts = {attempt} AND owner IS NULL", 1);
            process.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await process.UntilAsync("dead", "reason = 'expired'", 1);

        Assert.Equal([0, 1, 2, 3, 4, 5], process.Dispatcher.Events.Select(invocation => invocation.RetryNum));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_event_for_a_function_that_is_gone_is_not_retried()
    {
        await using var process = await QueueProcess.StartAsync();
        process.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, 435, "no such function"));

        await process.EnqueueAsync(Guid.CreateVersion7(), "gone");
        await process.UntilAsync("dead", "reason = 'rejected' AND status_code = 435", 1);

        Assert.Equal(0, await process.CountAsync("queue"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dispatcher_that_throws_counts_as_a_platform_error()
    {
        await using var process = await QueueProcess.StartAsync();
        process.Dispatcher.OnEvent = (_, _) => throw new InvalidOperationException("a fault of our own");

        await process.EnqueueAsync(Guid.CreateVersion7());

        await process.UntilAsync("queue", "attempts = 1 AND user_failures = 0 AND last_status = 500 AND owner IS NULL", 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_retry_is_run_by_whichever_process_lives_when_it_is_due()
    {
        await using var process = await QueueProcess.StartAsync();
        process.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, 439, "exit"));
        var id = Guid.CreateVersion7();
        await process.EnqueueAsync(id);
        await process.UntilAsync("queue", "attempts = 1 AND owner IS NULL", 1);
        await process.StopAsync();

        await using var successor = await process.StartAnotherAsync();
        successor.Time.Advance(TimeSpan.FromMinutes(1));
        await successor.UntilAsync("queue", "true", 0);

        var run = Assert.Single(successor.Dispatcher.Events);
        Assert.Equal((id, 1), (run.RequestId, run.RetryNum));
    }
}
