namespace ScfAspire.Dispatch.Leases;

/// <summary>Moving averages of how long calls and cold starts of one function version take. Not thread safe.</summary>
internal sealed class StartTimes(TimeSpan coldStartGuess)
{
    private const double Weight = 0.2;
    private const double BriefPart = 4;
    private const int FirstAtOnce = 8;

    /// <summary>Steps in which a first crowd asks for instances, in the time of a start.</summary>
    public const int StepsAtFirst = 4;

    private double _callMicroseconds;

    /// <summary>Expected start of an instance.</summary>
    public double StartMicroseconds { get; private set; } = coldStartGuess.TotalMicroseconds;

    public TimeSpan Start => TimeSpan.FromMicroseconds(StartMicroseconds);

    /// <summary>A call has ended, so that it is known how long they take.</summary>
    public bool KnowsCalls => _callMicroseconds > 0;

    /// <summary>Calls are shorter than a start, so that one may wait for another while it is tried how many slots are of use.</summary>
    public bool CallsAreShort => KnowsCalls && _callMicroseconds < StartMicroseconds;

    /// <summary>Calls are so short that what many of them wait for is not the start of an instance.</summary>
    public bool CallsAreBrief => KnowsCalls && _callMicroseconds * BriefPart < StartMicroseconds;

    public void CallTook(double microseconds) =>
        _callMicroseconds = _callMicroseconds == 0 ? Math.Max(1, microseconds) : (_callMicroseconds * (1 - Weight)) + (microseconds * Weight);

    public void StartTook(double microseconds) => StartMicroseconds = (StartMicroseconds * (1 - Weight)) + (microseconds * Weight);

    /// <summary>
    /// Instances that requests may ask for, each for itself, while no call has ended: few at first, since one may well serve all of them, and twice as many with each
    /// step that it does not, so that soon each has its own.
    /// </summary>
    /// <param name="waited">Since the first request.</param>
    /// <param name="start">Expected start of an instance.</param>
    public static int AskedAtFirst(TimeSpan waited, TimeSpan start) => FirstAtOnce << (int)Math.Min(20, StepsAtFirst * (waited / start));

    /// <summary>Requests that may queue for busy slots, each waiting less than a start takes; 0 while nothing is known.</summary>
    public int MayQueue(int slots) =>
        _callMicroseconds == 0 || slots == 0 ? 0 : (int)Math.Min(int.MaxValue, StartMicroseconds * slots / _callMicroseconds);
}
