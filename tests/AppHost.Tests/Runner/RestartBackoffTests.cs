using Microsoft.Extensions.Time.Testing;
using ScfAspire.AppHost.Local.Running;

namespace ScfAspire.AppHost.Tests.Runner;

public sealed class RestartBackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_first_end_is_followed_by_a_start_at_once()
    {
        var backoff = new RestartBackoff(_time);
        backoff.Started();

        Assert.Equal(TimeSpan.Zero, backoff.Ended());
    }

    [Fact]
    public void Ends_in_a_row_wait_ever_longer_up_to_a_limit()
    {
        var backoff = new RestartBackoff(_time);
        var waits = Enumerable.Range(0, 12).Select(_ =>
        {
            backoff.Started();
            return backoff.Ended();
        }).ToList();

        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromSeconds(5), waits[^1]);
    }

    [Fact]
    public void A_process_that_ran_long_is_well_again()
    {
        var backoff = new RestartBackoff(_time);
        backoff.Started();
        backoff.Ended();
        backoff.Started();
        backoff.Ended();
        backoff.Started();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.Zero, backoff.Ended());
        Assert.Equal(1, backoff.Failures);
    }
}
