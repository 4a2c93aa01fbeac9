using System.Diagnostics;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Tests.Loops;

public class LoopSpinTests
{
    private static readonly long Microsecond = Stopwatch.Frequency / 1_000_000;

    [Fact]
    public void IsWorthwhile_NothingKnown_Looks() => Assert.True(new LoopSpin(TimeSpan.FromMicroseconds(200)).IsWorthwhile());

    [Fact]
    public void IsWorthwhile_NoLimit_NeverLooks() => Assert.False(new LoopSpin(TimeSpan.Zero).IsWorthwhile());

    [Fact]
    public void Missed_AgainAndAgain_LooksEverMoreRarelyButNeverStops()
    {
        var spin = new LoopSpin(TimeSpan.FromMicroseconds(200));
        var gaps = Enumerable.Range(0, 12).Select(_ =>
        {
            spin.Missed();
            return SleepsUntilNextLook(spin);
        }).ToArray();
        Assert.Equal([1, 3, 7, 15, 31, 63, 127, 255, 256, 256, 256, 256], gaps);
    }

    [Fact]
    public void Caught_AfterMisses_LooksBeforeEverySleep()
    {
        var spin = new LoopSpin(TimeSpan.FromMicroseconds(200));
        spin.Missed();
        spin.Missed();
        Assert.Equal(3, SleepsUntilNextLook(spin));
        spin.Caught();
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(_ => SleepsUntilNextLook(spin)));
    }

    [Theory]
    [InlineData(199, 1, true)]
    [InlineData(200, 1, false)]
    // Somebody else had the core.
    [InlineData(120, 101, false)]
    public void GoesOn_UntilTheLimitOrOthersWork(long sinceBegan, long lastLook, bool expected)
    {
        const long began = 1_000_000;
        var now = began + (sinceBegan * Microsecond);
        Assert.Equal(expected, new LoopSpin(TimeSpan.FromMicroseconds(200)).GoesOn(began, now - (lastLook * Microsecond), now));
    }

    private static int SleepsUntilNextLook(LoopSpin spin)
    {
        for (var sleeps = 0; sleeps < 1000; sleeps++)
        {
            if (spin.IsWorthwhile()) return sleeps;
        }

        return -1;
    }
}
