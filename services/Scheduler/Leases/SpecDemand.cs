using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Leases;

/// <summary>What one Dispatch process wants and has of one function version. Guarded by its own lock.</summary>
internal sealed class SpecDemand(DispatchSession session, string specId)
{
    private readonly Lock _gate = new();
    private Demand? _demand;
    private int _level;
    private int _granted;
    private int _starting;
    private bool _working;
    private bool _again;
    private bool _retired;

    public DispatchSession Session { get; } = session;

    public string SpecId { get; } = specId;

    public bool IsRetired
    {
        get
        {
            lock (_gate) return _retired;
        }
    }

    /// <summary>What was stated last; null once it was met, when nothing is to be started for it: most demands are, and their text is not kept.</summary>
    public Demand? Stated
    {
        get
        {
            lock (_gate) return _demand;
        }
    }

    /// <summary>Slots that are neither granted nor on their way.</summary>
    public int Unmet
    {
        get
        {
            lock (_gate) return _level - _granted - _starting;
        }
    }

    /// <summary>Slots of instances that are starting for it.</summary>
    public int UnderWay
    {
        get
        {
            lock (_gate) return _starting;
        }
    }

    public bool HasSlotsOrStarts
    {
        get
        {
            lock (_gate) return _granted > 0 || _starting > 0;
        }
    }

    /// <summary>The demand would take a slot that became ready now.</summary>
    public bool WantsMore
    {
        get
        {
            lock (_gate) return _level > _granted;
        }
    }

    /// <returns>False where this demand was retired: its successor must be told.</returns>
    public bool State(Demand demand)
    {
        lock (_gate)
        {
            if (_retired) return false;
            (_demand, _level) = (demand, demand.Concurrency);
            ForgetWhenMet();
            return true;
        }
    }

    /// <summary>Ends a demand that wants nothing, has nothing and waits for nothing; false for any other.</summary>
    public bool TryRetire()
    {
        lock (_gate) return _retired = _retired || (_level <= 0 && _granted == 0 && _starting == 0 && !_working);
    }

    /// <returns>False where this demand was retired: its successor must be told.</returns>
    public bool Granted(int slots)
    {
        lock (_gate)
        {
            if (_retired) return false;
            _granted += slots;
            ForgetWhenMet();
            return true;
        }
    }

    /// <summary>Slots were taken away or given back. The level falls with them: what is still needed is stated anew by Dispatch.</summary>
    public void Lost(int slots)
    {
        lock (_gate)
        {
            _granted = Math.Max(0, _granted - slots);
            _level = Math.Max(0, _level - slots);
        }
    }

    public void Starting(int slots)
    {
        lock (_gate) _starting += slots;
    }

    /// <summary>The demand was refused; Dispatch states it anew with the next request.</summary>
    public void Withdraw()
    {
        lock (_gate)
        {
            _level = _granted;
            ForgetWhenMet();
        }
    }

    /// <summary>Whether the caller is to run the work; otherwise the one who does will look again.</summary>
    public bool BeginWork()
    {
        lock (_gate)
        {
            _again = true;
            if (_working) return false;
            return _working = true;
        }
    }

    /// <summary>Whether there is another round.</summary>
    public bool NextRound()
    {
        lock (_gate)
        {
            if (_again) return !(_again = false);
            return _working = false;
        }
    }

    private void ForgetWhenMet()
    {
        if (_level <= _granted) _demand = null;
    }
}
