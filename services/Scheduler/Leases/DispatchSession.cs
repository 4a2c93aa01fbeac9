using System.Collections.Concurrent;
using System.Threading.Channels;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Leases;

/// <summary>The stream of one Dispatch process that is connected to this replica.</summary>
internal sealed class DispatchSession(string dispatchId, CancellationToken ended)
{
    private readonly Channel<LeaseResponse> _responses = Channel.CreateUnbounded<LeaseResponse>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, LeaseId> _leases = new();
    private readonly ConcurrentDictionary<string, long> _unknownSince = new();
    private readonly ConcurrentDictionary<string, SpecDemand> _demands = new();

    public string DispatchId { get; } = dispatchId;

    public CancellationToken Ended { get; } = ended;

    public bool IsOpen => !Ended.IsCancellationRequested;

    public ChannelReader<LeaseResponse> Responses => _responses.Reader;

    public IEnumerable<SpecDemand> Demands => _demands.Values;

    /// <summary>The demand's state. Leases renewed before a spec's first demand, as after a reconnect, count towards it.</summary>
    public SpecDemand DemandOf(Demand demand)
    {
        if (_demands.TryGetValue(demand.SpecId, out var known)) return known;
        var added = new SpecDemand(this, demand);
        added.Granted(_leases.Values.Where(lease => lease.SpecId == demand.SpecId).Sum(lease => lease.Slots));
        return _demands[demand.SpecId] = added;
    }

    public SpecDemand? FindDemand(string specId) => _demands.GetValueOrDefault(specId);

    /// <summary>Notes a lease of this session.</summary>
    /// <returns>False when it was noted before.</returns>
    public bool Hold(LeaseId lease)
    {
        _unknownSince.TryRemove(lease.ToString(), out _);
        if (!_leases.TryAdd(lease.ToString(), lease)) return false;
        FindDemand(lease.SpecId)?.Granted(lease.Slots);
        return true;
    }

    /// <summary>How long a lease's instance has been unknown. After a loss of the state it may only not have been reported yet.</summary>
    public TimeSpan UnknownFor(string leaseId, TimeProvider time) => time.GetElapsedTime(_unknownSince.GetOrAdd(leaseId, static (_, time) => time.GetTimestamp(), time));

    public bool Drop(string leaseId)
    {
        _unknownSince.TryRemove(leaseId, out _);
        if (!_leases.TryRemove(leaseId, out var lease)) return false;
        FindDemand(lease.SpecId)?.Lost(lease.Slots);
        return true;
    }

    public void Send(LeaseResponse response) => _responses.Writer.TryWrite(response);

    public void End() => _responses.Writer.TryComplete();
}
