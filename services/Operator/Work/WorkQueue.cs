using System.Threading.Channels;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Work;

/// <summary>
/// Objects to be looked at, each at most once and by one worker at a time: what is added while it is worked on comes again afterwards. Failures come again after a pause
/// that doubles each time.
/// </summary>
public sealed class WorkQueue(TimeProvider time) : IDisposable
{
    /// <summary>Pause after the first failure.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Channel<ObjectKey> _ready = Channel.CreateUnbounded<ObjectKey>();
    private readonly HashSet<ObjectKey> _waiting = [];
    private readonly HashSet<ObjectKey> _working = [];
    private readonly Dictionary<ObjectKey, int> _failures = [];
    private readonly Dictionary<ObjectKey, ITimer> _timers = [];

    public void Add(ObjectKey key)
    {
        lock (_gate)
        {
            if (_waiting.Add(key) && !_working.Contains(key)) _ready.Writer.TryWrite(key);
        }
    }

    /// <summary>Adds an object after a pause; an earlier appointment of the same object is dropped.</summary>
    public void AddAfter(ObjectKey key, TimeSpan pause)
    {
        lock (_gate)
        {
            if (_timers.Remove(key, out var former)) former.Dispose();
            _timers[key] = time.CreateTimer(_ => Due(key), null, pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The next object; the caller has to end with <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public async ValueTask<ObjectKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            _waiting.Remove(key);
            _working.Add(key);
        }
        return key;
    }

    public void Done(ObjectKey key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
            End(key);
        }
    }

    /// <summary>Ends the work on an object that has to be tried again.</summary>
    /// <returns>The pause.</returns>
    public TimeSpan Failed(ObjectKey key)
    {
        TimeSpan pause;
        lock (_gate)
        {
            var count = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            pause = Pause(count);
            End(key);
        }
        AddAfter(key, pause);
        return pause;
    }

    /// <summary>Pause after so many failures in a row.</summary>
    public static TimeSpan Pause(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 30));
        return pause < LongestPause ? pause : LongestPause;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var timer in _timers.Values) timer.Dispose();
            _timers.Clear();
        }
    }

    private void Due(ObjectKey key)
    {
        lock (_gate)
        {
            if (_timers.Remove(key, out var timer)) timer.Dispose();
        }
        Add(key);
    }

    private void End(ObjectKey key)
    {
        _working.Remove(key);
        if (_waiting.Contains(key)) _ready.Writer.TryWrite(key);
    }
}
