using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Leases;

/// <summary>
/// Leases and waiting requests of one function version. Free slots are used last in, first out, so that spare instances fall idle; waiting
/// requests are served first in, first out. One short lock guards all; nothing is awaited under it.
/// </summary>
internal sealed class SpecPool
{
    private static readonly Action<object?, CancellationToken> OnCancelled = static (state, token) =>
    {
        var waiter = (LeaseWaiter)state!;
        waiter.Pool.Cancel(waiter, token);
    };

    private readonly Lock _gate = new();
    private readonly List<HeldLease> _free = [];
    private readonly Dictionary<string, HeldLease> _leases = [];
    private readonly LinkedList<LeaseWaiter> _waiters = [];
    private readonly StartTimes _times;
    private readonly UsefulSlots _useful;
    private readonly DispatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ISchedulerLink _scheduler;
    private readonly ITimer _queueTimer;
    private bool _queueTimerArmed;
    private long _queueSince;
    private long _firstSince;
    private int _inUse;
    private int _slots;
    private bool _gone;

    public SpecPool(FunctionKey key, VersionRoute version, DispatchOptions options, TimeProvider time, ISchedulerLink scheduler)
    {
        (Key, Version, _options, _time, _scheduler) = (key, version, options, time, scheduler);
        _times = new StartTimes(options.ColdStartGuess);
        _useful = new UsefulSlots(time);
        _queueTimer = time.CreateTimer(static state => ((SpecPool)state!).OnQueueTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public FunctionKey Key { get; }

    public VersionRoute Version { get; }

    public string SpecId => Version.SpecId;

    /// <summary>The demand that the Scheduler was told last.</summary>
    public int Stated { get; private set; }

    /// <summary>Calls that run and requests that wait.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate) return _inUse + _waiters.Count;
        }
    }

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiters.Count;
        }
    }

    /// <summary>Takes a free slot or waits for one; null when this pool was dropped and the caller must take its successor.</summary>
    public ValueTask<LeaseResult>? Acquire(CancellationToken cancellationToken)
    {
        LeaseWaiter waiter;
        lock (_gate)
        {
            if (_gone) return null;
            if (_inUse >= _useful.Limit && _useful.AreFew()) _useful.Forget();
            if (_free.Count > 0 && _waiters.Count == 0 && _inUse < _useful.Limit)
            {
                if (_inUse == 0) _useful.Begin();
                var lease = _free[^1];
                Take(lease);
                return new(new LeaseResult(lease, null, 0));
            }

            waiter = new LeaseWaiter(this, _time.GetTimestamp());
            waiter.Node = _waiters.AddLast(waiter);
            if (_waiters.Count == 1) _queueSince = waiter.Since;
            if (_firstSince == 0) _firstSince = waiter.Since;
            UpdateDemand();
        }

        return new(WaitAsync(waiter, cancellationToken));
    }

    /// <summary>Gives a slot back after a call.</summary>
    /// <param name="lease">The lease that <see cref="Acquire"/> gave.</param>
    /// <param name="callMicroseconds">How long the call took; 0 when it never ran.</param>
    /// <param name="end">What becomes of the lease.</param>
    public void Release(HeldLease lease, long callMicroseconds, SlotEnd end = SlotEnd.Keep)
    {
        lock (_gate)
        {
            var review = callMicroseconds > 0 && Learn(lease, callMicroseconds);
            lease.InUse--;
            _inUse--;
            if (end != SlotEnd.Keep) Close(lease, end);
            if (lease.Closed)
            {
                if (lease.InUse == 0) GiveBack(lease, lease.End switch { SlotEnd.Discard => "the instance is gone", SlotEnd.Lapse => "the agent does not answer", _ => "closed" });
                UpdateDemand(restate: end != SlotEnd.Keep);
                return;
            }

            if (lease.InUse == 0) lease.IdleSince = _time.GetTimestamp();
            List(lease);
            ServeWaiters();
            if (review) UpdateDemand(restate: Stated > Math.Max(_slots, Needed()));
        }
    }

    public HeldLease? Grant(LeaseGranted granted)
    {
        lock (_gate)
        {
            if (_gone) return null;
            if (_leases.TryGetValue(granted.LeaseId, out var known)) return known;
            var lease = new HeldLease(this, granted, _time.GetTimestamp());
            if (lease.ColdStartMicroseconds > 0) _times.StartTook(lease.ColdStartMicroseconds);
            _leases.Add(lease.Id, lease);
            _slots += lease.Concurrency;
            Stated = Math.Max(Stated, _slots);
            if (_inUse == 0) _useful.Begin();
            List(lease);
            ServeWaiters(lease.ColdStartMicroseconds);
            return lease;
        }
    }

    /// <summary>The Scheduler takes a lease away; running calls go on.</summary>
    public void Revoke(string leaseId)
    {
        lock (_gate)
        {
            if (!_leases.TryGetValue(leaseId, out var lease) || lease.Closed) return;
            // Its instance may be another's by now: whether it ends is the Scheduler's to say.
            Close(lease, SlotEnd.GiveUp);
            if (lease.InUse == 0) GiveBack(lease, "revoked");
            UpdateDemand(restate: true);
        }
    }

    /// <summary>Ends every waiting request with the refusal, and the demand with them.</summary>
    public void Refuse(Refusal refusal)
    {
        lock (_gate)
        {
            Stated = _slots;
            FailWaiters(refusal, _ => true);
        }
    }

    /// <summary>Gives idle leases back and ends requests that waited too long.</summary>
    /// <param name="schedulerLost">The Scheduler has not been reachable for longer than the limit.</param>
    /// <returns>False when nothing is left and the pool may be dropped.</returns>
    public bool Sweep(bool schedulerLost)
    {
        lock (_gate)
        {
            GiveBackIdle();
            if (schedulerLost && _slots == 0)
                FailWaiters(new Refusal(500, "No instance can be had: the Scheduler cannot be reached."), _ => true);
            var limit = TimeSpan.FromMilliseconds(Version.InitTimeoutMs) + _options.StartGrace;
            FailWaiters(new Refusal(500, $"No instance became free within {limit.TotalSeconds:0} s."), waiter => _time.GetElapsedTime(waiter.Since) > limit);
            UpdateDemand(restate: Stated > Math.Max(_slots, Needed()));
            if (_leases.Count > 0 || _waiters.Count > 0 || _inUse > 0 || Stated > 0) return true;
            _gone = true;
            _queueTimer.Dispose();
            return false;
        }
    }

    /// <summary>Ids of all leases that are still in use here, for renewal.</summary>
    public void CollectLeases(ICollection<string> into)
    {
        lock (_gate)
        {
            foreach (var lease in _leases.Values)
            {
                if (!lease.Closed) into.Add(lease.Id);
            }
        }
    }

    /// <summary>Closes the pool at the end of the process: every lease goes back.</summary>
    public void Close()
    {
        lock (_gate)
        {
            FailWaiters(new Refusal(500, "The service is shutting down."), _ => true);
            foreach (var lease in _leases.Values.ToArray())
            {
                Close(lease, SlotEnd.GiveUp);
                if (lease.InUse == 0) GiveBack(lease, "shutdown");
            }
        }
    }

    private static async Task<LeaseResult> WaitAsync(LeaseWaiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(OnCancelled, waiter);
        return await waiter.Task;
    }

    private void Cancel(LeaseWaiter waiter, CancellationToken token)
    {
        lock (_gate)
        {
            if (!Remove(waiter)) return;
            waiter.Cancel(token);
        }
    }

    private void Take(HeldLease lease)
    {
        lease.InUse++;
        _inUse++;
        if (lease.InUse < lease.Concurrency) return;
        lease.Listed = false;
        if (ReferenceEquals(_free[^1], lease)) _free.RemoveAt(_free.Count - 1);
        else _free.Remove(lease);
    }

    private void List(HeldLease lease)
    {
        if (lease.Listed || lease.Closed) return;
        lease.Listed = true;
        _free.Add(lease);
    }

    private void ServeWaiters(long coldStartMicroseconds = 0)
    {
        while (_waiters.First is { } first && _free.Count > 0 && _inUse < _useful.Limit)
        {
            var lease = _free[^1];
            Remove(first.Value);
            Take(lease);
            first.Value.Settle(new LeaseResult(lease, null, coldStartMicroseconds));
        }

        if (_waiters.Count == 0) _useful.Drained();
    }

    // Long calls are not kept waiting to learn anything.
    private bool Learn(HeldLease lease, long callMicroseconds)
    {
        var knew = _times.KnowsCalls;
        _times.CallTook(callMicroseconds);
        if (_times.CallsAreShort) return _useful.CallEnded(_slots, lease.Concurrency, _inUse, _waiters.Count) || !knew;
        _useful.Forget();
        return !knew;
    }

    private bool Remove(LeaseWaiter waiter)
    {
        if (waiter.Node is not { } node) return false;
        _waiters.Remove(node);
        waiter.Node = null;
        return true;
    }

    private void FailWaiters(Refusal refusal, Func<LeaseWaiter, bool> which)
    {
        for (var node = _waiters.First; node is not null;)
        {
            var next = node.Next;
            if (which(node.Value))
            {
                Remove(node.Value);
                node.Value.Settle(new LeaseResult(null, refusal, 0));
            }

            node = next;
        }
    }

    private void Close(HeldLease lease, SlotEnd end)
    {
        if (!lease.Closed)
        {
            lease.Closed = true;
            _slots -= lease.Concurrency;
            if (lease.Listed) _free.Remove(lease);
            lease.Listed = false;
        }

        if (end > lease.End) lease.End = end;
    }

    private void GiveBack(HeldLease lease, string reason)
    {
        if (_leases.Remove(lease.Id)) _scheduler.Release(lease.Id, lease.End, reason);
    }

    private void GiveBackIdle()
    {
        for (var i = _free.Count - 1; i >= 0; i--)
        {
            var lease = _free[i];
            var isSurplus = _slots > _useful.Limit;
            if (lease.InUse > 0 || _time.GetElapsedTime(lease.IdleSince) < (isSurplus ? _options.SurplusIdle : _options.LeaseIdle)) continue;
            Close(lease, SlotEnd.GiveUp);
            GiveBack(lease, "idle");
        }
    }

    // Slots that calls and waiting requests justify. Where calls are short and many, what others have brought tells. Else a request that will get a busy slot
    // before an instance could start is not counted, unless the queue has lasted for as long as a start takes: an instance asked for at its beginning would
    // be there by now.
    private int Needed()
    {
        var queued = _waiters.Count;
        if (queued == 0) return _inUse;
        if (!_times.KnowsCalls) return _inUse + Math.Min(queued, StartTimes.AskedAtFirst(_time.GetElapsedTime(_firstSince), _times.Start));
        if (_slots > 0 && _times.CallsAreShort && _useful.KeepsPace())
        {
            if (_useful.Limit < int.MaxValue) return Math.Min(_useful.Limit, _inUse + queued);
            if (_times.CallsAreBrief) return _inUse;
        }

        return _inUse + (QueueLasts ? queued : Math.Max(0, queued - _times.MayQueue(_slots)));
    }

    private bool QueueLasts => _slots > 0 && _waiters.Count > 0 && _time.GetElapsedTime(_queueSince) >= _times.Start;

    private void UpdateDemand(bool restate = false)
    {
        var needed = Needed();
        if (restate) Stated = Math.Max(needed, _slots);
        else if (needed > Stated) Stated = needed;
        else
        {
            ArmQueueTimer();
            return;
        }

        _scheduler.StateDemand(this);
        ArmQueueTimer();
    }

    private void ArmQueueTimer()
    {
        if (_queueTimerArmed || _waiters.Count == 0 || _gone) return;
        _queueTimerArmed = true;
        _queueTimer.Change(_times.KnowsCalls ? _times.Start : _times.Start / StartTimes.StepsAtFirst, Timeout.InfiniteTimeSpan);
    }

    private void OnQueueTimer()
    {
        lock (_gate)
        {
            _queueTimerArmed = false;
            if (_waiters.Count == 0) return;
            // They wait longer than they were to: what was seen holds no longer.
            if (QueueLasts && !_useful.KeepsPace())
            {
                _useful.Forget();
                ServeWaiters();
            }

            UpdateDemand();
        }
    }
}
