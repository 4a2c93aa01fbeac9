namespace ScfAspire.Dispatch.Leases;

/// <summary>
/// How many slots bring answers to short calls of one function version, learned from what others brought. Calls that wait for something else than a processor are
/// answered as much faster as there are slots; once the processors are full, further instances only take them from one another. Which of both it is shows in the
/// rate alone, so that it is tried. While a queue lasts, twice the slots must bring a quarter more answers, or they are not used. Half of those that are in use are
/// enough where the rate holds without the others: by Little's law it can hold only where calls then take half the time, that is, where they kept one
/// another waiting. What a trial has shown is tried again after pauses that grow. Not thread safe.
/// </summary>
internal sealed class UsefulSlots(TimeProvider time)
{
    /// <summary>Calls that make a rate, within a second where requests wait: fewer say nothing.</summary>
    public const int LeastCalls = 128;

    /// <summary>As long as a rate is measured, at least.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);

    private const double MoreByDoubling = 1.25;
    private const double KeptByHalving = 0.9;

    // Numbers of slots are whole: more of them than this would not be half, and hold the rate of any calls.
    private const double MostOfHalf = 0.75;

    // Rates of one setting differ by less than the one; after a fall by the other they are no longer those that were seen.
    private const double Steady = 0.125;
    private const double Fallen = 0.7;

    // Windows in a row that differ by more, after which the rate is taken as it is.
    private const int MostUnsteady = 8;

    // The first calls of an instance that has just been started are slower.
    private const int WindowsToWarm = 2;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Instances that do not come for so long end their trial.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    private readonly TrialPause _up = new(time);
    private readonly TrialPause _down = new(time);
    private long _since = time.GetTimestamp();
    private long _lastEnd = time.GetTimestamp();
    private int _calls;
    private long _inUse;
    private bool _drained = true;
    private double _last;
    private double _proven;
    private int _provenWaiting;
    private int _unsteady;
    private int _useful;
    private bool _judges;
    private SlotTrial? _trial;

    /// <summary>Slots that may be in use at once: more were seen to bring nothing. <see cref="int.MaxValue"/> where that was not seen.</summary>
    public int Limit { get; private set; } = int.MaxValue;

    /// <summary>Calls come after nothing was in use: the time before says nothing.</summary>
    public void Begin()
    {
        _lastEnd = time.GetTimestamp();
        Begin(_lastEnd, waiting: 0);
    }

    /// <summary>No request waits.</summary>
    public void Drained() => _drained = true;

    /// <summary>A call has ended.</summary>
    /// <param name="slots">Slots that are held.</param>
    /// <param name="unit">Slots of one instance: no fewer are used.</param>
    /// <param name="inUse">Slots in use, its own included.</param>
    /// <param name="waiting">Requests that wait.</param>
    /// <returns>True where <see cref="Limit"/> may have changed.</returns>
    public bool CallEnded(int slots, int unit, int inUse, int waiting)
    {
        _calls++;
        _inUse += inUse;
        var now = _lastEnd = time.GetTimestamp();
        if (_calls < LeastCalls) return false;
        var elapsed = time.GetElapsedTime(_since, now);
        if (elapsed < Window) return false;
        if (elapsed <= Second) Review(new SlotRate(_calls / elapsed.TotalSeconds, (double)_inUse / _calls, Queued: !_drained, waiting), slots, unit);
        Begin(now, waiting);
        return true;
    }

    /// <summary>Answers come as fast as they did, and are so many that trials tell how many slots are wanted; otherwise the times alone do.</summary>
    public bool KeepsPace()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastEnd, now) >= Window) return false;
        var elapsed = time.GetElapsedTime(_since, now);
        if (_judges && elapsed < Window) return true;
        return _calls >= (_judges ? Math.Max(LeastCalls, _last * Fallen) : LeastCalls) * (elapsed / Second);
    }

    /// <summary>Calls are too few for their rate to say anything: a limit that was seen under load is none for them.</summary>
    public bool AreFew()
    {
        var elapsed = time.GetElapsedTime(_since);
        return elapsed >= Window && _calls < LeastCalls * (elapsed / Second);
    }

    /// <summary>Nothing that was seen holds any longer.</summary>
    public void Forget()
    {
        if (!_judges && _trial is null) return;
        (Limit, _trial, _judges, _last, _proven, _provenWaiting, _unsteady, _useful) = (int.MaxValue, null, false, 0, 0, 0, 0, 0);
        _up.Reset();
        _down.Reset();
    }

    private void Begin(long now, int waiting) => (_since, _calls, _inUse, _drained) = (now, 0, 0, waiting == 0);

    private void Review(in SlotRate rate, int slots, int unit)
    {
        if (_trial is { } trial)
        {
            Judge(trial, rate, slots);
            return;
        }

        if (rate.Queued && rate.PerSecond < _proven * Fallen) Forget();
        _judges = true;
        _unsteady = Math.Abs(rate.PerSecond - _last) <= _last * Steady ? 0 : _unsteady + 1;
        _last = rate.PerSecond;
        if (_unsteady is > 0 and < MostUnsteady) return;
        var width = Math.Min(Limit, slots);
        // The last instance may have been taken away while the call ran.
        if (width < unit) return;
        var half = Math.Max(1, (int)Math.Round(rate.InUse / 2 / unit)) * unit;
        var mayHalve = half <= rate.InUse * MostOfHalf && _down.IsOver;
        // Slots that came without proof are tried first: that starts nothing.
        if (mayHalve && (!rate.Queued || width > _useful)) Try(width, half, rate);
        else if (rate.Queued && (_up.IsOver || rate.Waiting > (2 * _provenWaiting) + LeastCalls)) Try(width, width * 2, rate);
        else if (mayHalve) Try(width, half, rate);
    }

    private void Try(int from, int to, in SlotRate rate)
    {
        _trial = new SlotTrial(Limit, from, to, rate.PerSecond, time.GetTimestamp());
        Limit = to;
    }

    private void Judge(SlotTrial trial, in SlotRate rate, int slots)
    {
        if (trial.IsUp && slots < trial.To)
        {
            if (rate.Queued && time.GetElapsedTime(trial.Since) < LongestStart) return;
            // The queue has gone meanwhile, or there is no room.
            if (rate.Queued) _up.Lengthen();
            End(trial.Before, _proven, rate.Waiting);
            return;
        }

        if (trial.IsUp && trial.Windows++ < WindowsToWarm) return;
        _last = rate.PerSecond;
        var more = rate.PerSecond >= trial.PerSecond * MoreByDoubling;
        if (trial.IsUp && (more || !rate.Queued))
        {
            // An end of the queue is a gain too, but clients that wait for their answers before they ask again may have had it without the slots.
            if (more) _up.Reset();
            _useful = trial.To;
            End(trial.To < slots ? trial.To : int.MaxValue, rate.PerSecond, rate.Waiting);
        }
        else if (trial.IsUp)
        {
            _up.Lengthen();
            End(trial.From, trial.PerSecond, rate.Waiting);
        }
        else if (rate.PerSecond >= trial.PerSecond * KeptByHalving)
        {
            // What was given up is not to be asked for again at once.
            _up.Lengthen();
            _down.Reset();
            End(trial.To, rate.PerSecond, rate.Waiting);
        }
        else
        {
            _down.Lengthen();
            _useful = trial.From;
            End(trial.Before, trial.PerSecond, rate.Waiting);
        }
    }

    private void End(int limit, double proven, int waiting) => (_trial, Limit, _proven, _provenWaiting) = (null, limit, proven, waiting);
}
