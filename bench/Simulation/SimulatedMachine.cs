using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Bench.Simulation;

/// <summary>What one simulated agent has.</summary>
internal sealed class SimulatedMachine(string id, string controlUrl)
{
    private const int Room = 1_000_000;

    private readonly ConcurrentDictionary<ulong, InstanceState> _instances = new();
    private readonly ConcurrentQueue<InstanceState> _changed = new();
    private long _repeated;

    public string ControlUrl => controlUrl;

    public long Repeated => Interlocked.Read(ref _repeated);

    public void Start(StartInstanceRequest request)
    {
        var state = new InstanceState { InstanceId = request.InstanceId, SpecId = request.SpecId, Phase = InstancePhase.Ready, MemoryMb = request.MemoryMb, Concurrency = 1 };
        if (!_instances.TryAdd(request.InstanceId, state)) Interlocked.Increment(ref _repeated);
        _changed.Enqueue(state);
    }

    public void Stop(ulong instance)
    {
        if (_instances.TryRemove(instance, out var state)) _changed.Enqueue(new InstanceState(state) { Phase = InstancePhase.Ended });
    }

    public AgentReport Report(bool complete)
    {
        var report = new AgentReport
        {
            AgentId = id, Epoch = 1, Pool = "local", ControlUrl = controlUrl, Link = $"unix:/simulated/{id}", Isolation = "none",
            MemoryCapacityMb = (long)Room * 128, InstanceCapacity = Room, Complete = complete,
        };
        while (_changed.TryDequeue(out var state)) report.Instances.Add(state);
        if (!complete) return report;
        report.Instances.Clear();
        report.Instances.Add(_instances.Values);
        return report;
    }
}
