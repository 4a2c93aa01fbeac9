namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>
/// The calls in flight of one instance, and their time limits: one timer serves them all, and a call that ends in time costs it nothing. Their number is guarded by
/// the instance's lock.
/// </summary>
internal sealed class RunningCalls : IDisposable
{
    // A timer may fire a little before its time.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly HashSet<RunningCall> _calls = [];
    // Timestamp for which the timer is set; long.MaxValue for none.
    private long _armed = long.MaxValue;
    private bool _disposed;

    public RunningCalls(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((RunningCalls)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => _calls.Count;

    /// <summary>Adds a call, which is timed out after <paramref name="limit"/>.</summary>
    public void Add(RunningCall call, TimeSpan limit)
    {
        lock (_gate)
        {
            call.Deadline = _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);
            _calls.Add(call);
            if (call.Deadline >= _armed || _disposed) return;
            _armed = call.Deadline;
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Remove(RunningCall call)
    {
        lock (_gate) _calls.Remove(call);
    }

    /// <summary>Ends all of them.</summary>
    public void EndAll(CallEnd end)
    {
        RunningCall[] calls;
        lock (_gate) calls = [.. _calls];
        foreach (var call in calls) call.TrySetResult(end);
    }

    private void Expire()
    {
        List<RunningCall> expired = [];
        lock (_gate)
        {
            if (_disposed) return;
            var now = _time.GetTimestamp();
            _armed = long.MaxValue;
            foreach (var call in _calls)
            {
                if (_time.GetElapsedTime(now, call.Deadline) <= Early) expired.Add(call);
                else _armed = Math.Min(_armed, call.Deadline);
            }

            if (_armed < long.MaxValue) _timer.Change(_time.GetElapsedTime(now, _armed), Timeout.InfiniteTimeSpan);
        }

        foreach (var call in expired) call.TrySetResult(CallEnd.TimedOut);
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }
}
