namespace ScfAspire.RuntimeAgent.Limits;

/// <summary>
/// Limits where no control group can be had: the kernel counts processes, and the agent itself looks at the memory in use and ends a sandbox
/// that is over its limit. Between two looks a sandbox can be over it; CPU time is not limited.
/// </summary>
internal sealed class WatchedLimiter : ILimiter, IDisposable
{
    // Short against what a process can allocate, long against what a look costs.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly HashSet<WatchedLimits> _watched = [];
    private readonly AutoResetEvent _changed = new(false);
    private readonly Thread _thread;
    private volatile bool _disposed;

    public WatchedLimiter()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "memory watch" };
        _thread.Start();
    }

    public string Name => "rlimits+memory watch";

    public IReadOnlyList<string> Folders => [];

    public ISandboxLimits Create(string name) => new WatchedLimits(this);

    internal void Watch(WatchedLimits limits)
    {
        lock (_gate) _watched.Add(limits);
        _changed.Set();
    }

    internal void Forget(WatchedLimits limits)
    {
        lock (_gate) _watched.Remove(limits);
    }

    // A thread of its own: a busy pool must not delay it.
    private void Run()
    {
        while (!_disposed)
        {
            WatchedLimits[] watched;
            lock (_gate) watched = [.. _watched];
            foreach (var limits in watched) limits.LookWhenDue();
            _changed.WaitOne(watched.Length == 0 ? Timeout.InfiniteTimeSpan : Period);
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _changed.Set();
        _thread.Join();
        _changed.Dispose();
    }
}
