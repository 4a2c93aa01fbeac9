using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Bench.Simulation;

/// <summary>What one simulated agent has.</summary>
internal sealed class SimulatedMachine(string id, string controlUrl)
{
    private const int Room = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, InstanceState> _instances = [];
    private Dictionary<ulong, InstanceState> _changed = [];
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _repeated;

    public string ControlUrl => controlUrl;

    public long Repeated => Interlocked.Read(ref _repeated);

    public int Count
    {
        get
        {
            lock (_gate) return _instances.Count;
        }
    }

    /// <summary>Completes when something has changed since the last report.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate) return _signal.Task;
        }
    }

    public void Start(StartInstanceRequest request)
    {
        var state = new InstanceState { InstanceId = request.InstanceId, SpecId = request.SpecId, Phase = InstancePhase.Ready, MemoryMb = request.MemoryMb, Concurrency = 1 };
        lock (_gate)
        {
            if (!_instances.TryAdd(request.InstanceId, state)) _repeated++;
            _changed[request.InstanceId] = state;
            _signal.TrySetResult();
        }
    }

    public void Stop(ulong instance)
    {
        lock (_gate)
        {
            if (!_instances.Remove(instance, out var state)) return;
            _changed[instance] = new InstanceState(state) { Phase = InstancePhase.Ended };
            _signal.TrySetResult();
        }
    }

    public AgentReport Report(bool complete)
    {
        var report = new AgentReport
        {
            AgentId = id, Epoch = 1, Pool = "local", ControlUrl = controlUrl, Link = $"unix:/simulated/{id}", Isolation = "none",
            MemoryCapacityMb = (long)Room * 128, InstanceCapacity = Room, Complete = complete,
        };
        lock (_gate)
        {
            report.Instances.Add(complete ? _instances.Values : _changed.Values);
            _changed = [];
            if (_signal.Task.IsCompleted) _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return report;
    }
}
