using System.Diagnostics;

namespace ScfAspire.Bench.Load;

/// <summary>When each request is due; handed out in order to whoever can send next.</summary>
internal sealed class Schedule(double perSecond, TimeSpan duration)
{
    private readonly long _start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100);
    private readonly long _count = (long)(perSecond * duration.TotalSeconds);
    private long _next = -1;

    /// <summary>Somebody gave up before the schedule's end.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The next request's number and the time it is due, in ticks of <see cref="Stopwatch"/>; false at the end.</summary>
    public bool TryNext(out long number, out long due)
    {
        number = Interlocked.Increment(ref _next);
        due = _start + (long)(number / perSecond * Stopwatch.Frequency);
        return number < _count;
    }

    public void GiveUp() => IsBehind = true;
}
