using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Leases;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Dispatch.Tests.Leases;

public sealed class SpecPoolTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingScheduler _scheduler = new();
    private readonly SpecPool _pool;

    public SpecPoolTests() => _pool = new SpecPool(
        new FunctionKey { Namespace = "default", Function = "f" }, new VersionRoute { SpecId = "s", InitTimeoutMs = 1_000 }, new DispatchOptions(), _time, _scheduler);

    [Fact]
    public async Task The_first_requests_state_their_number_and_are_served_in_order()
    {
        var first = Acquire();
        var second = Acquire();
        Assert.Equal([1, 2], _scheduler.Stated);
        Grant("a");
        Assert.Equal("a", (await first).Lease!.Id);
        Assert.False(second.IsCompleted);
        Grant("b");
        Assert.Equal("b", (await second).Lease!.Id);
    }

    [Fact]
    public async Task A_request_that_a_busy_instance_serves_sooner_than_a_start_asks_for_none()
    {
        var lease = await LeaseWithKnownTimes(callMicroseconds: 1_000);
        var waiting = Acquire();
        Assert.Equal([1], _scheduler.Stated);
        _pool.Release(lease, 1_000);
        Assert.Same(lease, (await waiting).Lease);
    }

    [Fact]
    public async Task A_request_that_would_wait_longer_than_a_start_asks_for_an_instance()
    {
        await LeaseWithKnownTimes(callMicroseconds: 60_000_000);
        _ = Acquire();
        Assert.Equal([1, 2], _scheduler.Stated);
    }

    [Fact]
    public async Task A_queue_that_lasts_as_long_as_a_start_asks_for_instances()
    {
        await LeaseWithKnownTimes(callMicroseconds: 1_000);
        _ = Acquire();
        Assert.Equal([1], _scheduler.Stated);
        _time.Advance(new DispatchOptions().ColdStartGuess);
        Assert.Equal([1, 2], _scheduler.Stated);
    }

    [Fact]
    public async Task A_request_that_is_served_on_an_event_loop_goes_on_there_after_the_work_at_hand()
    {
        using var loop = new EventLoop("test", NullLogger.Instance, TimeSpan.Zero);
        var lease = await LeaseWithKnownTimes(callMicroseconds: 1_000);
        var released = false;
        // The test itself must not go on there.
        var where = new TaskCompletionSource<(bool OnLoop, bool AfterRelease)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = GoOnAsync();
        loop.Post(
            _ =>
            {
                _pool.Release(lease, 1_000);
                released = true;
            },
            null);
        Assert.Equal((true, true), await where.Task);

        async Task GoOnAsync()
        {
            await _pool.Acquire(CancellationToken.None)!.Value.ConfigureAwait(false);
            where.SetResult((loop.IsCurrent, released));
        }
    }

    [Fact]
    public void A_first_crowd_asks_for_few_instances_and_soon_for_one_each()
    {
        for (var i = 0; i < 20; i++) _ = Acquire();
        Assert.Equal(8, _scheduler.Stated[^1]);
        _time.Advance(new DispatchOptions().ColdStartGuess / 4);
        Assert.Equal(16, _scheduler.Stated[^1]);
        _time.Advance(new DispatchOptions().ColdStartGuess / 4);
        Assert.Equal(20, _scheduler.Stated[^1]);
        Grant("a");
        Assert.Equal(1, _pool.InFlight - _pool.Waiting);
    }

    [Fact]
    public async Task After_the_only_instance_was_taken_away_under_load_the_next_one_serves()
    {
        var lease = await LeaseWithKnownTimes(callMicroseconds: 1_000);
        var last = Acquire();
        for (var call = 1; call < 2 * UsefulSlots.LeastCalls; call++)
        {
            last = Acquire();
            _time.Advance(UsefulSlots.Window / (UsefulSlots.LeastCalls / 2));
            _pool.Release(lease, 1_000);
        }

        // The rate is judged just now.
        _pool.Revoke("a");
        _time.Advance(UsefulSlots.Window / (UsefulSlots.LeastCalls / 2));
        _pool.Release(lease, 1_000);
        Assert.False(last.IsCompleted);
        Grant("b");
        Assert.Equal("b", (await last).Lease!.Id);
    }

    [Fact]
    public async Task One_instance_serves_as_many_calls_as_its_lease_says()
    {
        var first = Acquire();
        Grant("a", concurrency: 2);
        await first;
        Assert.True(Acquire().IsCompleted);
        Assert.False(Acquire().IsCompleted);
    }

    [Fact]
    public async Task A_revoked_lease_gets_no_new_calls_and_goes_back_with_the_last_one_without_ending_the_instance()
    {
        var first = Acquire();
        Grant("a");
        var lease = (await first).Lease!;
        _pool.Revoke("a");
        Assert.Empty(_scheduler.Released);
        _pool.Release(lease, 100);
        Assert.Equal(["a GiveUp"], _scheduler.Released);
        Assert.False(Acquire().IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lease_goes_back_with_the_gravest_end_that_its_calls_saw(bool gravestFirst)
    {
        var waiting = Acquire();
        Grant("a", concurrency: 2);
        var lease = (await waiting).Lease!;
        await Acquire();
        _pool.Release(lease, 0, gravestFirst ? SlotEnd.Discard : SlotEnd.Lapse);
        Assert.Empty(_scheduler.Released);
        _pool.Release(lease, 0, gravestFirst ? SlotEnd.Lapse : SlotEnd.Discard);
        Assert.Equal(["a Discard"], _scheduler.Released);
    }

    [Fact]
    public async Task A_refusal_reaches_every_waiting_request_and_ends_the_demand()
    {
        var first = Acquire();
        var second = Acquire();
        _pool.Refuse(new Refusal(437, "no handler"));
        Assert.Equal(437, (await first).Refusal!.StatusCode);
        Assert.Equal(437, (await second).Refusal!.StatusCode);
        Assert.Equal(0, _pool.Stated);
        _ = Acquire();
        Assert.Equal(1, _scheduler.Stated[^1]);
    }

    [Fact]
    public async Task An_idle_lease_goes_back_and_an_empty_pool_goes()
    {
        var first = Acquire();
        Grant("a");
        _pool.Release((await first).Lease!, 100);
        _time.Advance(new DispatchOptions().LeaseIdle - TimeSpan.FromSeconds(1));
        Assert.True(_pool.Sweep(schedulerLost: false));
        Assert.Empty(_scheduler.Released);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_pool.Sweep(schedulerLost: false));
        Assert.Equal(["a GiveUp"], _scheduler.Released);
        Assert.Null(_pool.Acquire(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_scheduler_and_instance_a_request_fails_with_one_it_waits()
    {
        var first = Acquire();
        Assert.False(_pool.Sweep(schedulerLost: true));
        Assert.Equal(500, (await first).Refusal!.StatusCode);
    }

    [Fact]
    public async Task With_a_lease_requests_go_on_while_the_scheduler_is_lost()
    {
        var first = Acquire();
        Grant("a");
        var lease = (await first).Lease!;
        var waiting = Acquire();
        _pool.Sweep(schedulerLost: true);
        Assert.False(waiting.IsCompleted);
        _pool.Release(lease, 100);
        Assert.Same(lease, (await waiting).Lease);
    }

    [Fact]
    public async Task A_request_waits_no_longer_than_an_initialisation_may_take()
    {
        var first = Acquire();
        _time.Advance(TimeSpan.FromSeconds(1) + new DispatchOptions().StartGrace + TimeSpan.FromMilliseconds(1));
        _pool.Sweep(schedulerLost: false);
        Assert.Equal(500, (await first).Refusal!.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_queue()
    {
        using var gone = new CancellationTokenSource();
        var cancelled = _pool.Acquire(gone.Token)!.Value.AsTask();
        var next = Acquire();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Grant("a");
        Assert.Equal("a", (await next).Lease!.Id);
    }

    private async Task<HeldLease> LeaseWithKnownTimes(long callMicroseconds)
    {
        var first = Acquire();
        Grant("a");
        _pool.Release((await first).Lease!, callMicroseconds);
        return (await Acquire()).Lease!;
    }

    private Task<LeaseResult> Acquire() => _pool.Acquire(CancellationToken.None)!.Value.AsTask();

    private void Grant(string id, int concurrency = 1) =>
        _pool.Grant(new LeaseGranted { LeaseId = id, SpecId = "s", Concurrency = concurrency, Instance = new InstanceAddress { InstanceId = 1, AgentId = "x", Link = "unix:/x" } });

    private sealed class RecordingScheduler : ISchedulerLink
    {
        public List<int> Stated { get; } = [];

        public List<string> Released { get; } = [];

        public void StateDemand(SpecPool pool) => Stated.Add(pool.Stated);

        public void Release(string leaseId, SlotEnd end, string reason) => Released.Add($"{leaseId} {end}");
    }
}
