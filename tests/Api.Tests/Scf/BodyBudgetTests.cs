using Microsoft.Extensions.Time.Testing;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Tests.Scf;

public sealed class BodyBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shares_are_granted_in_the_order_of_asking()
    {
        var budget = new BodyBudget(100, Patience, _time);
        var held = await budget.ReserveAsync(80, Token);
        var large = budget.ReserveAsync(60, Token).AsTask();
        var small = budget.ReserveAsync(10, Token).AsTask();

        Assert.False(small.IsCompleted);
        Assert.Equal(2, budget.Waiting);
        held.Dispose();
        held.Dispose();
        await Task.WhenAll(large, small);

        Assert.Equal(30, budget.Free);
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused_and_makes_room()
    {
        var budget = new BodyBudget(100, Patience, _time);
        using var held = await budget.ReserveAsync(80, Token);
        var large = budget.ReserveAsync(60, Token).AsTask();
        _time.Advance(Patience / 2);
        var small = budget.ReserveAsync(10, Token).AsTask();
        _time.Advance(Patience / 2);

        var refused = await Assert.ThrowsAsync<ScfException>(() => large);

        Assert.Equal("RequestLimitExceeded", refused.Code);
        await small;
        Assert.Equal(10, budget.Free);
    }

    [Fact]
    public async Task Who_goes_away_makes_room()
    {
        var budget = new BodyBudget(100, Patience, _time);
        using var gone = new CancellationTokenSource();
        using var held = await budget.ReserveAsync(80, Token);
        var large = budget.ReserveAsync(1_000, gone.Token).AsTask();
        var small = budget.ReserveAsync(10, Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
    }
}
