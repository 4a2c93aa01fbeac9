using System.Text;
using ScfAspire.TestKit.Simulation;
using ScfAspire.Trigger.Queue;
using ScfAspire.Trigger.Queue.Running;
using ScfAspire.Trigger.Tests.Doubles;

namespace ScfAspire.Trigger.Tests.Queue;

public sealed class QueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_accepted_event_runs_once_with_its_own_id_and_is_gone()
    {
        await using var process = await QueueProcess.StartAsync();
        var id = Guid.CreateVersion7();

        await process.EnqueueAsync(id, payload: "{\"a\":1}");
        await process.UntilAsync("queue", "true", 0);

        var invocation = Assert.Single(process.Dispatcher.Events);
        Assert.Equal(id, invocation.RequestId);
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(invocation.Event.Span));
        Assert.Equal("Event", invocation.InvokeType);
        Assert.Equal(0, invocation.RetryNum);
        Assert.Null(await process.Store.FindAsync(id, Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_answer_comes_after_the_commit()
    {
        await using var process = await QueueProcess.StartAsync();
        var release = Hold(process.Dispatcher);
        var id = Guid.CreateVersion7();

        await process.EnqueueAsync(id);

        // Seen by another session while the function has not ended.
        Assert.Equal(1, await process.CountAsync("queue", $"request_id = '{id}'"));
        Assert.False((await process.Store.FindAsync(id, Token))!.Dead);
        release.SetResult();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_event_runs_although_its_retry_settings_cannot_be_had()
    {
        await using var process = await QueueProcess.StartAsync();
        process.Routes.Fault = new TimeoutException("no answer");

        await process.EnqueueAsync(Guid.CreateVersion7());
        await process.UntilAsync("queue", "true", 0);

        Assert.Single(process.Dispatcher.Events);
    }

    [Fact]
    public void An_id_that_is_sent_again_stays_held_for_the_run_that_has_it()
    {
        using var lanes = new FunctionLanes(new QueueOptions(), null!, new Signal());
        var queued = new QueuedEvent
        {
            RequestId = Guid.CreateVersion7(), Function = new FunctionName("default", "hello"), Qualifier = "$LATEST", Payload = [1], RoutingKey = "",
            InvokeType = "Event", TraceParent = "", EnqueuedAt = QueueProcess.Noon,
        };

        Assert.True(lanes.TryReserve(queued));
        Assert.True(lanes.TryReserve(queued));
        lanes.Release(queued);
        Assert.True(lanes.IsHeld(queued.RequestId));
        lanes.Release(queued);

        Assert.False(lanes.IsHeld(queued.RequestId));
        Assert.Equal(new QueueOptions().HeldPerFunction, lanes.RoomFor(queued.Function));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_event_that_cannot_even_be_sent_to_the_store_fails_and_the_next_ones_are_taken()
    {
        await using var process = await QueueProcess.StartAsync(new QueueOptions { Writers = 1 });

        // Half of a surrogate pair: there is no UTF-8 for it.
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.EnqueueAsync(Guid.CreateVersion7(), routingKey: "\ud800"));
        await process.EnqueueAsync(Guid.CreateVersion7());
        await process.UntilAsync("queue", "true", 0);

        Assert.Single(process.Dispatcher.Events);
        await Eventually.TrueAsync(() => process.Lanes.Count == 0, "nothing is held");
    }

    [Fact(Timeout = 60_000)]
    public async Task Functions_whose_events_have_ended_are_forgotten()
    {
        await using var process = await QueueProcess.StartAsync(new QueueOptions { HeldPerFunction = 2 });
        var release = Hold(process.Dispatcher);

        // More than a lane holds: the others wait in the table.
        var ids = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(ids.Select((id, i) => process.EnqueueAsync(id, $"function{i % 2}")));
        Assert.Equal(2, process.Lanes.Count);
        release.SetResult();
        await process.UntilAsync("queue", "true", 0);

        await Eventually.TrueAsync(() => process.Lanes.Count == 0, "nothing is held");
    }

    [Fact]
    public void A_place_that_is_refused_leaves_no_lane_behind()
    {
        using var lanes = new FunctionLanes(new QueueOptions(), null!, new Signal());
        var function = new FunctionName("default", "hello");
        lanes.SetBehind(new HashSet<FunctionName> { function });
        Assert.Equal(1, lanes.Count);
        lanes.SetBehind(new HashSet<FunctionName>());
        Assert.Equal(0, lanes.Count);
        lanes.Close();
        Assert.False(lanes.TryReserve(new QueuedEvent
        {
            RequestId = Guid.CreateVersion7(), Function = function, Qualifier = "$LATEST", Payload = [1], RoutingKey = "", InvokeType = "Event", TraceParent = "",
            EnqueuedAt = QueueProcess.Noon,
        }));
        Assert.Equal(0, lanes.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_enqueues_at_once_are_all_run()
    {
        await using var process = await QueueProcess.StartAsync();
        var ids = Enumerable.Range(0, 3_000).Select(_ => Guid.CreateVersion7()).ToArray();

        await Task.WhenAll(ids.Select(id => process.EnqueueAsync(id)));
        await process.UntilAsync("queue", "true", 0);

        Assert.Equal(ids.Order(), process.Dispatcher.Events.Select(invocation => invocation.RequestId).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_id_is_accepted_again_and_runs_once()
    {
        await using var process = await QueueProcess.StartAsync();
        await using var another = await process.StartAnotherAsync();
        var release = Hold(process.Dispatcher);
        var id = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => process.EnqueueAsync(id)));
        await another.EnqueueAsync(id);
        release.SetResult();
        await process.UntilAsync("queue", "true", 0);
        await process.EnqueueAsync(id);

        Assert.Single(process.Dispatcher.Events);
        Assert.Empty(another.Dispatcher.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Events_of_a_killed_process_run_elsewhere()
    {
        await using var process = await QueueProcess.StartAsync();
        Hold(process.Dispatcher);
        var ids = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(ids.Select(id => process.EnqueueAsync(id)));

        await process.KillAsync();
        await using var successor = await process.StartAnotherAsync();
        await successor.UntilAsync("queue", "true", 0);

        // No time has passed: the successor saw at its start that the session of the other is gone.
        Assert.Equal(ids.Order(), successor.Dispatcher.Events.Select(invocation => invocation.RequestId).Order());
        Assert.All(successor.Dispatcher.Events, invocation => Assert.Equal(1, invocation.RetryNum));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_living_process_takes_over_at_its_next_heartbeat()
    {
        await using var process = await QueueProcess.StartAsync();
        await using var another = await process.StartAnotherAsync();
        Hold(process.Dispatcher);
        var id = Guid.CreateVersion7();
        await process.EnqueueAsync(id);

        await process.KillAsync();
        while (another.Dispatcher.Events.IsEmpty)
        {
            Token.ThrowIfCancellationRequested();
            another.Time.Advance(TimeSpan.FromSeconds(2));
            // A round trip each time: the clock must not race past the event's time to live before the heartbeat comes to run.
            await another.CountAsync("queue");
        }

        Assert.Equal(id, another.Dispatcher.Events.First().RequestId);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_process_leaves_alone_what_a_living_one_owns()
    {
        await using var process = await QueueProcess.StartAsync();
        var release = Hold(process.Dispatcher);
        await process.EnqueueAsync(Guid.CreateVersion7());

        await using var another = await process.StartAnotherAsync();
        await another.EnqueueAsync(Guid.CreateVersion7());
        await another.UntilAsync("queue", "true", 1);

        Assert.Single(another.Dispatcher.Events);
        Assert.Single(process.Dispatcher.Events);
        release.SetResult();
        await process.UntilAsync("queue", "true", 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_lets_running_events_finish_and_gives_the_others_back()
    {
        await using var process = await QueueProcess.StartAsync(new QueueOptions { FunctionConcurrency = 1 });
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = Hold(process.Dispatcher, started);
        await process.EnqueueAsync(Guid.CreateVersion7());
        await started.Task.WaitAsync(Token);
        await process.EnqueueAsync(Guid.CreateVersion7());

        var stopping = process.StopAsync();
        release.SetResult();
        await stopping;

        Assert.Single(process.Dispatcher.Events);
        Assert.Equal(1, await process.CountAsync("queue", "owner IS NULL"));
        Assert.Equal(1, await process.CountAsync("queue"));
        Assert.Equal(0, await process.CountAsync("owners"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_cancels_what_does_not_finish_and_gives_it_back()
    {
        await using var process = await QueueProcess.StartAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Hold(process.Dispatcher, started);
        await process.EnqueueAsync(Guid.CreateVersion7());
        await started.Task.WaitAsync(Token);

        var stopping = process.StopAsync();
        while (!stopping.IsCompleted)
        {
            Token.ThrowIfCancellationRequested();
            process.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await stopping;

        Assert.Equal(1, await process.CountAsync("queue", "owner IS NULL AND attempts = 0"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_slow_function_does_not_hold_up_another_and_runs_in_bounds()
    {
        await using var process = await QueueProcess.StartAsync(new QueueOptions { FunctionConcurrency = 4, HeldPerFunction = 8 });
        process.Routes.Add("slow");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        var most = 0;
        process.Dispatcher.OnEvent = async (invocation, token) =>
        {
            if (invocation.Function == "slow")
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                await release.Task.WaitAsync(token);
                Interlocked.Decrement(ref running);
            }
            return ScriptedDispatcher.Ok(invocation, "1");
        };
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => process.EnqueueAsync(Guid.CreateVersion7(), "slow")));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => process.EnqueueAsync(Guid.CreateVersion7())));
        await process.UntilAsync("queue", "function = 'hello'", 0);

        Assert.Equal(200, await process.CountAsync("queue", "function = 'slow'"));
        release.SetResult();
        await process.UntilAsync("queue", "true", 0);
        Assert.Equal(300, process.Dispatcher.Events.Count);
        Assert.True(most <= 4, $"{most} ran at once");
    }

    [Fact(Timeout = 60_000)]
    public async Task Events_of_one_function_start_in_the_order_of_their_acceptance()
    {
        await using var process = await QueueProcess.StartAsync(new QueueOptions { FunctionConcurrency = 1, HeldPerFunction = 4, Writers = 1 });
        var release = Hold(process.Dispatcher);
        var ids = new List<Guid>();
        for (var i = 0; i < 40; i++)
        {
            process.Time.Advance(TimeSpan.FromMilliseconds(1));
            ids.Add(Guid.CreateVersion7());
            await process.EnqueueAsync(ids[i]);
        }

        release.SetResult();
        await process.UntilAsync("queue", "true", 0);

        Assert.Equal(ids, process.Dispatcher.Events.Select(invocation => invocation.RequestId));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_processes_share_a_backlog_and_run_each_event_once()
    {
        await using var process = await QueueProcess.StartAsync(new QueueOptions { FunctionConcurrency = 2, HeldPerFunction = 4 });
        var release = Hold(process.Dispatcher);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => process.EnqueueAsync(Guid.CreateVersion7())));

        await using var another = await process.StartAnotherAsync();
        release.SetResult();
        await process.UntilAsync("queue", "true", 0);

        var ran = process.Dispatcher.Events.Concat(another.Dispatcher.Events).Select(invocation => invocation.RequestId).ToArray();
        Assert.Equal(300, ran.Length);
        Assert.Equal(300, ran.Distinct().Count());
        Assert.NotEmpty(another.Dispatcher.Events);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    /// <summary>Makes every call wait until the test lets it go.</summary>
    internal static TaskCompletionSource Hold(ScriptedDispatcher dispatcher, TaskCompletionSource? started = null)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher.OnEvent = async (invocation, token) =>
        {
            started?.TrySetResult();
            await release.Task.WaitAsync(token);
            return ScriptedDispatcher.Ok(invocation, "1");
        };
        return release;
    }
}
