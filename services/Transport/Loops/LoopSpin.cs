using System.Diagnostics;

namespace ScfAspire.Transport.Loops;

/// <summary>
/// Whether a loop that has nothing to do looks for events for a moment before it sleeps. Waking a core that sleeps takes longer than a short function runs, and a call meets
/// several; so looking pays where the next event is a few dozen microseconds away. It pays nobody where events are further apart, or where others want the core: then
/// it is tried ever more rarely. Not thread safe: a loop's own.
/// </summary>
/// <param name="limit">How long a loop looks at most; zero or less for never.</param>
internal sealed class LoopSpin(TimeSpan limit)
{
    // A look that takes this long gave the core to work that has nothing to do with the event: what a short function does is over by then.
    private static readonly long Contended = Stopwatch.Frequency / 10_000;

    private const int MostSkipped = 256;

    private readonly long _limit = (long)(limit.TotalSeconds * Stopwatch.Frequency);
    private int _skip;
    private int _skipped;

    /// <summary>Asked once before each sleep.</summary>
    public bool IsWorthwhile()
    {
        if (_limit <= 0) return false;
        if (_skipped >= _skip) return true;
        _skipped++;
        return false;
    }

    /// <summary>Whether to look once more.</summary>
    /// <param name="began">When looking began; timestamps of <see cref="Stopwatch"/>.</param>
    /// <param name="before">When the last look began.</param>
    /// <param name="now">When it had ended.</param>
    public bool GoesOn(long began, long before, long now) => now - before < Contended && now - began < _limit;

    /// <summary>Looking found something.</summary>
    public void Caught() => _skip = _skipped = 0;

    /// <summary>Looking found nothing: as many more sleeps as before, and as many again, come without.</summary>
    public void Missed() => (_skip, _skipped) = (Math.Min(MostSkipped, (_skip * 2) + 1), 0);
}
