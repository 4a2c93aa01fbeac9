using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Limits;

/// <summary>One sandbox under the watch of <see cref="WatchedLimiter"/>.</summary>
internal sealed class WatchedLimits(WatchedLimiter limiter) : ISandboxLimits
{
    // Since Linux 5.14 the kernel counts a user's processes in each user namespace; before, one sandbox would be refused for what others have.
    private static readonly bool CountsPerSandbox = Environment.OSVersion.Version >= new Version(5, 14);

    // A sandbox whose memory does not change is looked at once in so many rounds.
    private const int QuietRounds = 10;
    private const long Change = 1 << 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private SafeFileHandle? _first;
    private SandboxMemory? _memory;
    private long _limit = long.MaxValue;
    private long _peak;
    private long _last;
    private long _lookedAt;
    private int _quiet;
    private int _skipped;
    private long _kills;

    public unsafe void Attach(int process)
    {
        var descriptor = LibC.ProcessDescriptor(process);
        if (descriptor < 0) throw LibC.Failure("pidfd_open");
        _first = new SafeFileHandle(descriptor, ownsHandle: true);
        _memory = new SandboxMemory(process);
        if (!CountsPerSandbox) return;
        var processes = stackalloc ulong[] { SandboxPaths.Processes, SandboxPaths.Processes };
        if (LibC.ProcessLimit(process, LibC.LimitProcesses, processes, null) != 0) throw LibC.Failure("prlimit");
    }

    public void Weigh(int cpuShare)
    {
        // CPU time is not limited here.
    }

    public void Limit(int memoryMb, int cpuShare, int cpuLimit, int processes)
    {
        Volatile.Write(ref _limit, memoryMb * 1048576L);
        limiter.Watch(this);
    }

    public void ResetPeakMemory()
    {
        lock (_gate)
        {
            _peak = 0;
            _quiet = 0;
        }
    }

    public long PeakMemoryBytes
    {
        get
        {
            lock (_gate)
            {
                if (_peak == 0 || TimeProvider.System.GetElapsedTime(_lookedAt) > Fresh) Look();
                return _peak;
            }
        }
    }

    public long OutOfMemoryKills => Volatile.Read(ref _kills);

    /// <summary>Looks at the memory in use, more often while it changes.</summary>
    public void LookWhenDue()
    {
        lock (_gate)
        {
            if (_quiet >= QuietRounds && ++_skipped < QuietRounds) return;
            _skipped = 0;
            Look();
        }
    }

    private void Look()
    {
        if (_memory is null || _first is null or { IsClosed: true } || _kills > 0) return;
        _lookedAt = TimeProvider.System.GetTimestamp();
        var used = _memory.AtMost();
        // What processes share is counted once before anything is decided.
        if (used > _limit) used = _memory.Exactly();
        _quiet = Math.Abs(used - _last) < Change ? _quiet + 1 : 0;
        _last = used;
        _peak = Math.Max(_peak, used);
        if (used <= _limit) return;
        // Said before it is done: whoever sees the end must find the reason.
        Volatile.Write(ref _kills, 1);
        if (LibC.Signal((int)_first.DangerousGetHandle(), LibC.SigKill) != 0) Volatile.Write(ref _kills, 0);
    }

    public void Dispose()
    {
        limiter.Forget(this);
        lock (_gate)
        {
            _first?.Dispose();
            _memory?.Dispose();
        }
    }
}
