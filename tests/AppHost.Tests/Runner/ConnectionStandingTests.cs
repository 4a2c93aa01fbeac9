using Microsoft.Extensions.Logging;
using ScfAspire.ServiceDefaults.Lifetime;

namespace ScfAspire.AppHost.Tests.Runner;

public sealed class ConnectionStandingTests
{
    private readonly ConnectionStanding _standing = new();

    [Fact]
    public void A_peer_that_still_starts_is_noted_once()
    {
        Assert.Equal(LogLevel.Information, _standing.Failed());
        Assert.Equal(LogLevel.Debug, _standing.Failed());
        Assert.Equal(LogLevel.Debug, _standing.Failed());
    }

    [Fact]
    public void The_loss_of_what_stood_is_a_warning_each_time()
    {
        _standing.Stands();
        Assert.Equal(LogLevel.Warning, _standing.Failed());
        Assert.Equal(LogLevel.Debug, _standing.Failed());
        _standing.Stands();
        Assert.Equal(LogLevel.Warning, _standing.Failed());
    }

    [Fact]
    public void Standing_is_news_after_a_failure_alone()
    {
        Assert.False(_standing.Stands());
        Assert.False(_standing.Stands());
        _standing.Failed();
        Assert.True(_standing.Stands());
        Assert.False(_standing.Stands());
    }
}
