namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Starts that wait for a pod of a group, and pods that are being asked for on their behalf.</summary>
internal sealed class PodWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Group> _groups = [];
    private TaskCompletionSource _room = NewSignal();

    /// <summary>One more start waits, until it is disposed.</summary>
    public Waiter Enter(string group)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out var waiting)) _groups[group] = waiting = new Group();
            waiting.Count++;
            waiting.Members++;
            return new Waiter(this, group, waiting);
        }
    }

    /// <summary>Something of the group has changed.</summary>
    public void Wake(string group)
    {
        TaskCompletionSource? signal = null;
        lock (_gate)
        {
            if (_groups.TryGetValue(group, out var waiting)) (signal, waiting.Signal) = (waiting.Signal, NewSignal());
        }

        signal?.TrySetResult();
    }

    /// <summary>Completes when room has come about next. To be had before one is told that there is none.</summary>
    public Task Room
    {
        get
        {
            lock (_gate) return _room.Task;
        }
    }

    /// <summary>Room has come about.</summary>
    public void WakeAll()
    {
        string[] groups;
        TaskCompletionSource room;
        lock (_gate)
        {
            groups = [.. _groups.Keys];
            (room, _room) = (_room, NewSignal());
        }

        room.TrySetResult();
        foreach (var group in groups) Wake(group);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Group
    {
        /// <summary>Starts that wait, found something or not.</summary>
        public int Members { get; set; }

        /// <summary>Those of them that need a pod.</summary>
        public int Count { get; set; }

        public int Asked { get; set; }

        public TaskCompletionSource Signal { get; set; } = NewSignal();
    }

    /// <summary>One start that waits.</summary>
    internal sealed class Waiter : IDisposable
    {
        private readonly PodWaiters _all;
        private readonly string _name;
        private readonly Group _group;
        private bool _left;

        internal Waiter(PodWaiters all, string name, object group) => (_all, _name, _group) = (all, name, (Group)group);

        /// <summary>Completes with the next change. To be had before one looks.</summary>
        public Task Next
        {
            get
            {
                lock (_all._gate) return _group.Signal.Task;
            }
        }

        /// <summary>It has found a pod, or is about to look for one: it needs none that is to be made.</summary>
        public void Leave()
        {
            lock (_all._gate)
            {
                if (_left) return;
                _left = true;
                _group.Count--;
            }
        }

        /// <summary>It found none.</summary>
        public void Return()
        {
            lock (_all._gate)
            {
                if (!_left) return;
                _left = false;
                _group.Count++;
            }
        }

        /// <summary>Whether the caller is to ask for a pod: fewer are on their way than starts wait. It says <see cref="Asked"/> when it has.</summary>
        public bool ShouldAsk(int onTheirWay)
        {
            lock (_all._gate)
            {
                if (_group.Count <= onTheirWay + _group.Asked) return false;
                _group.Asked++;
                return true;
            }
        }

        /// <summary>The pod is known, or was refused.</summary>
        public void Asked()
        {
            lock (_all._gate) _group.Asked--;
        }

        public void Dispose()
        {
            Leave();
            lock (_all._gate)
            {
                if (--_group.Members == 0) _all._groups.Remove(_name);
            }

            // Who waits behind may have to ask now.
            _all.Wake(_name);
        }
    }
}
