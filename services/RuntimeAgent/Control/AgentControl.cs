using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Link;
using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.RuntimeAgent.Control;

/// <summary>What the Scheduler may ask of this agent. A start goes on when who asked for it is gone, and who asks again gets the same answer.</summary>
internal sealed class AgentControl(InstanceStarter starter, InstanceTable instances, LinkServer links, IHostApplicationLifetime lifetime, PodIdentity? pod = null)
{
    private const int RememberedStarts = 4096;

    // A drained instance has all the time that its calls may take.
    private static readonly TimeSpan DrainGrace = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<ulong, Lazy<Task<StartInstanceResponse>>> _starts = new();
    private readonly ConcurrentQueue<ulong> _order = new();
    private volatile bool _draining;

    public Task<StartInstanceResponse> StartAsync(StartInstanceRequest request)
    {
        if (_draining && !_starts.ContainsKey(request.InstanceId))
        {
            return Task.FromResult(new StartInstanceResponse
            {
                Failed = new InstanceFailed { StatusCode = ScfStatus.NoCapacity, Message = "The agent takes no new instances.", Shortage = true },
            });
        }

        var start = _starts.GetOrAdd(request.InstanceId, id =>
        {
            _order.Enqueue(id);
            pod?.Take(request.SpecId, request.Ticket);
            return new Lazy<Task<StartInstanceResponse>>(() => starter.StartAsync(request, lifetime.ApplicationStopping));
        });
        if (_order.Count > RememberedStarts && _order.TryDequeue(out var oldest)) _starts.TryRemove(oldest, out _);
        return start.Value;
    }

    /// <summary>Ends an instance, also one that is still starting; completes when nothing of it is left.</summary>
    public async Task StopAsync(ulong id, TimeSpan grace, string reason)
    {
        if (_starts.TryGetValue(id, out var start)) await start.Value;
        if (instances.Find(id) is { } instance) await instance.StopAsync(grace, reason);
    }

    /// <summary>No new instances from now on; those that run end as their calls do.</summary>
    public void Drain()
    {
        if (_draining) return;
        _draining = true;
        links.GoAway("The agent is drained.");
        foreach (var instance in instances.Ready) _ = instance.StopAsync(DrainGrace, "The agent is drained.");
    }
}
