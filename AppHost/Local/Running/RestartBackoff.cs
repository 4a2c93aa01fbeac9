namespace ScfAspire.AppHost.Local.Running;

/// <summary>How long to wait before a process is started again: not at all after a first failure, ever longer while it keeps failing.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    /// <summary>A process that has run this long is well again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private long _started;

    /// <summary>Ends in a row, each soon after its start.</summary>
    public int Failures { get; private set; }

    public void Started() => _started = time.GetTimestamp();

    /// <summary>Counts an end and tells how long to wait.</summary>
    public TimeSpan Ended()
    {
        Failures = time.GetElapsedTime(_started) >= Settled ? 1 : Failures + 1;
        if (Failures == 1) return TimeSpan.Zero;
        var wait = Step * Math.Pow(2, Failures - 2);
        return wait < Longest ? wait : Longest;
    }
}
