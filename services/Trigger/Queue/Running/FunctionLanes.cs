using System.Collections.Concurrent;

namespace ScfAspire.Trigger.Queue.Running;

/// <summary>
/// Holds a bounded number of events of each function and runs a bounded number of them at once, so that a slow function fills its own lane only.
/// </summary>
public sealed class FunctionLanes(QueueOptions options, EventRunner runner, Signal capacityFreed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FunctionName, FunctionLane> _lanes = [];
    // Counted: an id that is sent again while it runs is held twice, and giving up the second must not give up the first.
    private readonly ConcurrentDictionary<Guid, int> _held = new();
    private readonly CancellationTokenSource _abort = new();
    private TaskCompletionSource _idle = CompletedSource();
    private int _running;
    private long _bytes;
    private bool _stopped;

    /// <summary>Takes a place for a new event, unless its lane is full, behind, or the memory is used up.</summary>
    public bool TryReserve(QueuedEvent queued)
    {
        lock (_gate)
        {
            var lane = LaneOf(queued.Function);
            if (_stopped || lane.Behind || lane.Held >= options.HeldPerFunction || _bytes + queued.Payload.Length > options.HeldBytes)
            {
                Forget(lane);
                return false;
            }

            Hold(lane, queued);
            return true;
        }
    }

    /// <summary>Places for further events of a function.</summary>
    public int RoomFor(FunctionName function)
    {
        lock (_gate)
        {
            if (_stopped || _bytes >= options.HeldBytes) return 0;
            return _lanes.TryGetValue(function, out var lane) ? Math.Max(0, options.HeldPerFunction - lane.Held) : options.HeldPerFunction;
        }
    }

    /// <summary>Names the functions whose older events wait in the table.</summary>
    public void SetBehind(IReadOnlySet<FunctionName> functions)
    {
        lock (_gate)
        {
            foreach (var (name, lane) in _lanes)
            {
                lane.Behind = functions.Contains(name);
                Forget(lane);
            }

            foreach (var name in functions) LaneOf(name).Behind = true;
        }
    }

    /// <summary>Takes in a claimed event.</summary>
    public void Hold(QueuedEvent queued)
    {
        lock (_gate) Hold(LaneOf(queued.Function), queued);
    }

    /// <summary>Runs a held event as soon as its lane lets it.</summary>
    public void Start(QueuedEvent queued)
    {
        lock (_gate)
        {
            var lane = LaneOf(queued.Function);
            lane.Waiting.AddLast(queued);
            Pump(lane);
        }
    }

    /// <summary>Lets go of an event that was settled, or that is not this process's after all.</summary>
    public void Release(QueuedEvent queued)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(queued.RequestId, out var holds)) return;
            if (holds > 1)
            {
                _held[queued.RequestId] = holds - 1;
                return;
            }
            _held.TryRemove(queued.RequestId, out _);
            var lane = LaneOf(queued.Function);
            var wasFull = lane.Held >= options.HeldPerFunction || _bytes >= options.HeldBytes;
            lane.Held--;
            _bytes -= queued.Payload.Length;
            if (lane.Behind && (wasFull || lane.Held <= options.HeldPerFunction / 2)) capacityFreed.Set();
            Forget(lane);
        }
    }

    /// <summary>Functions of which something is held, runs, or waits in the table.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _lanes.Count;
        }
    }

    public bool IsHeld(Guid requestId) => _held.ContainsKey(requestId);

    /// <summary>Ids of the events that have not started.</summary>
    public HashSet<Guid> WaitingIds()
    {
        lock (_gate) return [.. _lanes.Values.SelectMany(lane => lane.Waiting).Select(queued => queued.RequestId)];
    }

    /// <summary>Drops events that have not started and now belong to others.</summary>
    public void Drop(IReadOnlySet<Guid> requestIds)
    {
        List<QueuedEvent> dropped;
        lock (_gate)
        {
            dropped = [.. _lanes.Values.SelectMany(lane => lane.Waiting).Where(queued => requestIds.Contains(queued.RequestId))];
            foreach (var queued in dropped) LaneOf(queued.Function).Waiting.Remove(queued);
        }
        foreach (var queued in dropped) Release(queued);
    }

    /// <summary>Starts nothing more.</summary>
    public void Close()
    {
        lock (_gate) _stopped = true;
    }

    /// <summary>Starts nothing more; completes when nothing runs, cancelling what still runs after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience, TimeProvider time)
    {
        Task idle;
        lock (_gate)
        {
            _stopped = true;
            idle = _idle.Task;
        }
        using var timeout = new CancellationTokenSource();
        await Task.WhenAny(idle, Task.Delay(patience, time, timeout.Token));
        await timeout.CancelAsync();
        await _abort.CancelAsync();
        await idle;
    }

    public void Dispose() => _abort.Dispose();

    private void Hold(FunctionLane lane, QueuedEvent queued)
    {
        if (_held.AddOrUpdate(queued.RequestId, 1, (_, holds) => holds + 1) > 1) return;
        lane.Held++;
        _bytes += queued.Payload.Length;
    }

    private FunctionLane LaneOf(FunctionName function)
    {
        if (!_lanes.TryGetValue(function, out var lane)) _lanes.Add(function, lane = new FunctionLane(function));
        return lane;
    }

    // Never one with a run in it: a second lane of the same function would run as many beside it.
    private void Forget(FunctionLane lane)
    {
        if (lane.IsIdle) _lanes.Remove(lane.Function);
    }

    private void Pump(FunctionLane lane)
    {
        while (!_stopped && lane.Running < options.FunctionConcurrency && lane.Waiting.First is { } first)
        {
            lane.Waiting.RemoveFirst();
            lane.Running++;
            if (_running++ == 0) _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = Task.Run(() => RunAsync(lane, first.Value));
        }
    }

    private async Task RunAsync(FunctionLane lane, QueuedEvent queued)
    {
        await runner.RunAsync(queued, _abort.Token);
        lock (_gate)
        {
            lane.Running--;
            Pump(lane);
            Forget(lane);
            if (--_running == 0) _idle.TrySetResult();
        }
    }

    private static TaskCompletionSource CompletedSource()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
