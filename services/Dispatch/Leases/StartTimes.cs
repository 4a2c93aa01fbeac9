namespace ScfAspire.Dispatch.Leases;

/// <summary>Moving averages of how long calls and cold starts of one function version take. Not thread safe.</summary>
internal sealed class StartTimes(TimeSpan coldStartGuess)
{
    private const double Weight = 0.2;

    private double _callMicroseconds;

    /// <summary>Expected start of an instance.</summary>
    public double StartMicroseconds { get; private set; } = coldStartGuess.TotalMicroseconds;

    public TimeSpan Start => TimeSpan.FromMicroseconds(StartMicroseconds);

    public void CallTook(double microseconds) =>
        _callMicroseconds = _callMicroseconds == 0 ? Math.Max(1, microseconds) : (_callMicroseconds * (1 - Weight)) + (microseconds * Weight);

    public void StartTook(double microseconds) => StartMicroseconds = (StartMicroseconds * (1 - Weight)) + (microseconds * Weight);

    /// <summary>Requests that may queue for busy slots, each waiting less than a start takes; 0 while nothing is known.</summary>
    public int MayQueue(int slots) =>
        _callMicroseconds == 0 || slots == 0 ? 0 : (int)Math.Min(int.MaxValue, StartMicroseconds * slots / _callMicroseconds);
}
