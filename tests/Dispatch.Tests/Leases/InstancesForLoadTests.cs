using ScfAspire.Dispatch.Tests.Doubles;

namespace ScfAspire.Dispatch.Tests.Leases;

/// <summary>How many instances a load gets, of functions that wait for the processor and of functions that wait for something else.</summary>
public sealed class InstancesForLoadTests
{
    public static TheoryData<int, int, double> Saturated => new()
    {
        { 1, 16, 1 }, { 1, 64, 0.5 }, { 2, 16, 1 }, { 2, 64, 0.3 }, { 2, 64, 2 }, { 2, 200, 1 }, { 4, 64, 2 }, { 8, 64, 2 },
    };

    [Theory]
    [MemberData(nameof(Saturated))]
    public async Task Of_calls_that_fill_the_processors_no_more_instances_stay_than_bring_answers(int cores, int clients, double milliseconds)
    {
        var function = new SimulatedFunction { Cores = cores, Call = _ => (Milliseconds(milliseconds), default) };
        await function.ClientsAsync(clients);
        await function.RunAsync(TimeSpan.FromSeconds(20));
        var rate = await function.RateAsync(TimeSpan.FromSeconds(5));
        Assert.True(rate >= 0.8 * cores / milliseconds * 1000, $"{rate} answers a second");
        Assert.True(function.Instances <= 4 * cores, $"{function.Instances} instances");
    }

    [Theory]
    [InlineData(0.5, 64)]
    [InlineData(2, 64)]
    [InlineData(5, 64)]
    [InlineData(10, 64)]
    [InlineData(40, 64)]
    [InlineData(100, 64)]
    [InlineData(10, 300)]
    public async Task Of_calls_that_wait_for_something_else_each_client_gets_its_instance(double milliseconds, int clients)
    {
        var function = new SimulatedFunction { Call = random => (default, Milliseconds(milliseconds * (0.5 + random.NextDouble()))) };
        await function.ClientsAsync(clients);
        await function.RunAsync(TimeSpan.FromSeconds(12));
        var rate = await function.RateAsync(TimeSpan.FromSeconds(5));
        Assert.True(rate >= 0.85 * clients / milliseconds * 1000, $"{rate} answers a second by {function.Instances} instances");
    }

    [Fact]
    public async Task Calls_that_take_longer_than_a_start_get_an_instance_each_within_the_time_of_a_few()
    {
        var function = new SimulatedFunction { Call = _ => (default, TimeSpan.FromSeconds(3)) };
        await function.ClientsAsync(64);
        await function.RunAsync(Milliseconds(500));
        Assert.Equal(64, function.Running);
    }

    [Fact]
    public async Task A_first_crowd_of_short_calls_starts_few_instances()
    {
        var function = new SimulatedFunction { Call = _ => (Milliseconds(0.5), default) };
        await function.ClientsAsync(64);
        await function.RunAsync(TimeSpan.FromSeconds(1));
        Assert.True(function.Started <= 32, $"{function.Started} instances");
    }

    [Fact]
    public async Task Few_long_calls_among_short_ones_keep_nobody_waiting_for_long()
    {
        var function = new SimulatedFunction { Call = random => (default, random.Next(10) == 0 ? TimeSpan.FromSeconds(4) : Milliseconds(1)) };
        await function.ClientsAsync(64);
        await function.RunAsync(TimeSpan.FromSeconds(20));
        Assert.True(function.LongestWait < Milliseconds(800), $"waited {function.LongestWait}");
    }

    [Fact]
    public async Task When_short_calls_become_long_each_gets_an_instance_at_once()
    {
        var function = new SimulatedFunction { Call = _ => (Milliseconds(1), default) };
        await function.ClientsAsync(64);
        await function.RunAsync(TimeSpan.FromSeconds(20));
        function.Call = _ => (default, TimeSpan.FromSeconds(5));
        await function.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(64, function.Running);
    }

    [Fact]
    public async Task When_calls_begin_to_fill_the_processors_surplus_instances_go_back()
    {
        var function = new SimulatedFunction { Call = _ => (default, Milliseconds(50)) };
        await function.ClientsAsync(64);
        await function.RunAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(64, function.Instances);
        function.Call = _ => (Milliseconds(1), default);
        await function.RunAsync(TimeSpan.FromSeconds(20));
        Assert.True(function.Instances <= 8, $"{function.Instances} instances");
    }

    [Fact]
    public async Task A_limit_that_was_seen_under_load_keeps_no_longer_calls_waiting_beside_free_instances()
    {
        var function = new SimulatedFunction { Call = _ => (Milliseconds(1), default) };
        await function.ClientsAsync(64);
        await function.RunAsync(TimeSpan.FromSeconds(4));
        function.Call = _ => (default, Milliseconds(60));
        await function.RunAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(64, function.Running);
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
