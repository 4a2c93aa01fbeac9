using Microsoft.Extensions.Time.Testing;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Tests;

public sealed class StartsUnderWayTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly StartsUnderWay _starts;

    public StartsUnderWayTests() => _starts = new StartsUnderWay(_time);

    [Fact]
    public void Nobody_waits_where_nothing_starts() => Assert.True(QuietAsync().IsCompletedSuccessfully);

    [Fact]
    public async Task Others_wait_until_the_last_start_is_over()
    {
        _starts.Begin();
        _starts.Begin();
        var quiet = QuietAsync();
        _starts.End(served: false);
        Assert.False(quiet.IsCompleted);
        _starts.End(served: false);
        await quiet;
    }

    [Fact]
    public async Task An_instance_that_was_made_is_given_time_for_its_first_call()
    {
        _starts.Begin();
        _starts.End(served: true);
        var quiet = QuietAsync();
        Assert.False(quiet.IsCompleted);
        _time.Advance(Longest / 2);
        await quiet;
    }

    [Fact]
    public async Task Where_starts_never_cease_others_go_on_after_a_while()
    {
        _starts.Begin();
        var quiet = QuietAsync();
        _time.Advance(Longest);
        await quiet;
    }

    private Task QuietAsync() => _starts.QuietAsync(Longest, TestContext.Current.CancellationToken);
}
