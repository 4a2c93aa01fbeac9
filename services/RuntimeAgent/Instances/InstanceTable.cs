using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>All instances of this agent, and what to report of them.</summary>
internal sealed class InstanceTable
{
    private readonly ConcurrentDictionary<ulong, Instance> _ready = new();
    private readonly ConcurrentDictionary<ulong, InstanceState> _states = new();

    /// <summary>An instance's state has changed.</summary>
    public event Action<InstanceState>? Changed;

    public Instance? Find(ulong id) => _ready.GetValueOrDefault(id);

    public ICollection<Instance> Ready => _ready.Values;

    /// <summary>What a complete report holds.</summary>
    public ICollection<InstanceState> States => _states.Values;

    public int Count => _states.Count;

    public long MemoryMb => _states.Values.Sum(state => (long)state.MemoryMb);

    public void Starting(ulong id, InstanceSpec spec) => Set(new InstanceState
    {
        InstanceId = id,
        SpecId = spec.SpecId,
        Phase = InstancePhase.Starting,
        MemoryMb = spec.MemoryMb,
        Concurrency = Math.Max(1, spec.InstanceConcurrency),
    });

    public void Add(Instance instance)
    {
        _ready[instance.Id] = instance;
        if (_states.TryGetValue(instance.Id, out var state)) Set(new InstanceState(state) { Phase = InstancePhase.Ready });
    }

    /// <summary>No call finds it any more.</summary>
    public void Close(ulong id) => _ready.TryRemove(id, out _);

    public void Remove(ulong id, int statusCode, string message)
    {
        _ready.TryRemove(id, out _);
        if (_states.TryRemove(id, out var state)) Changed?.Invoke(new InstanceState(state) { Phase = InstancePhase.Ended, StatusCode = statusCode, Message = message });
    }

    private void Set(InstanceState state)
    {
        _states[state.InstanceId] = state;
        Changed?.Invoke(state);
    }
}
