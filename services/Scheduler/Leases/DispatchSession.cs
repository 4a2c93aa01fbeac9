using System.Collections.Concurrent;
using System.Threading.Channels;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Leases;

/// <summary>The stream of one Dispatch process that is connected to this replica.</summary>
internal sealed class DispatchSession(string dispatchId, CancellationTokenSource ended)
{
    // Answers that wait for a Dispatch that does not read: beyond them its stream ends, and it states everything anew.
    private const int MostResponses = 16_384;

    private readonly Channel<LeaseResponse> _responses = Channel.CreateBounded<LeaseResponse>(new BoundedChannelOptions(MostResponses) { SingleReader = true });
    private readonly ConcurrentDictionary<string, (SpecDemand Demand, int Slots)> _leases = new();
    private readonly ConcurrentDictionary<string, long> _unknownSince = new();
    private readonly ConcurrentDictionary<string, SpecDemand> _demands = new();

    public string DispatchId { get; } = dispatchId;

    public CancellationToken Ended { get; } = ended.Token;

    public bool IsOpen => !Ended.IsCancellationRequested;

    public ChannelReader<LeaseResponse> Responses => _responses.Reader;

    public IEnumerable<SpecDemand> Demands => _demands.Values;

    /// <summary>Takes a demand in. Leases renewed before a spec's first demand, as after a reconnect, count towards it.</summary>
    public SpecDemand State(Demand stated)
    {
        SpecDemand demand;
        do demand = DemandOf(stated.SpecId);
        while (!demand.State(stated));
        return demand;
    }

    /// <summary>Lets go of demands that are over, so that a stream that lives for long does not keep one for each version that it ever asked for.</summary>
    public void ForgetDemands()
    {
        foreach (var (specId, demand) in _demands)
        {
            if (demand.TryRetire()) _demands.TryRemove(KeyValuePair.Create(specId, demand));
        }
    }

    public SpecDemand? FindDemand(string specId) => _demands.GetValueOrDefault(specId);

    /// <summary>Notes a lease of this session.</summary>
    /// <returns>False when it was noted before.</returns>
    public bool Hold(LeaseId lease) => Hold(lease, lease.ToString());

    /// <inheritdoc cref="Hold(LeaseId)"/>
    public bool Hold(LeaseId lease, string leaseId)
    {
        if (!_unknownSince.IsEmpty) _unknownSince.TryRemove(leaseId, out _);
        while (true)
        {
            var demand = DemandOf(lease.SpecId);
            if (!_leases.TryAdd(leaseId, (demand, lease.Slots))) return false;
            if (demand.Granted(lease.Slots)) return true;
            // The demand was let go of just now; its successor has the lease.
            _leases.TryRemove(leaseId, out _);
        }
    }

    /// <summary>How long a lease's instance has been unknown. After a loss of the state it may only not have been reported yet.</summary>
    public TimeSpan UnknownFor(string leaseId, TimeProvider time) => time.GetElapsedTime(_unknownSince.GetOrAdd(leaseId, static (_, time) => time.GetTimestamp(), time));

    public bool Drop(string leaseId)
    {
        if (!_unknownSince.IsEmpty) _unknownSince.TryRemove(leaseId, out _);
        if (!_leases.TryRemove(leaseId, out var held)) return false;
        held.Demand.Lost(held.Slots);
        return true;
    }

    /// <summary>Never waits.</summary>
    public void Send(LeaseResponse response)
    {
        if (_responses.Writer.TryWrite(response) || !IsOpen) return;
        try
        {
            _ = ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The stream has ended by itself.
            return;
        }
    }

    public void End() => _responses.Writer.TryComplete();

    private SpecDemand DemandOf(string specId)
    {
        while (true)
        {
            var demand = _demands.GetOrAdd(specId, static (specId, session) => new SpecDemand(session, specId), this);
            if (!demand.IsRetired) return demand;
            _demands.TryRemove(KeyValuePair.Create(specId, demand));
        }
    }
}
