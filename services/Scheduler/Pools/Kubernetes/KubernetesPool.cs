using System.Collections.Concurrent;
using Grpc.Core;
using k8s.Models;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>
/// Function pods of one cluster. A start takes a generic pod that is ready, or has one made and takes the first that becomes ready; what the cluster lacks is known
/// from its refusals and from the watch. Nothing is asked of the API server that it has not been asked for by a start, an end or the leader's plan.
/// </summary>
internal sealed partial class KubernetesPool(
    string name, KubernetesOptions options, ClusterOptions cluster, PodWatch watch, PodOrders orders, PlacementCatalog placements, CapacityStore store, AgentTable agents, AgentStarter starter,
    IdleEviction eviction, PodWaiters waiters, TimeProvider time, ILogger<KubernetesPool> logger) : IResourcePool
{
    private const int MostRoomMade = 4;

    private readonly ConcurrentDictionary<string, byte> _ending = new();

    public string Name => name;

    public ValueTask<bool> IsThereAsync(CancellationToken cancellationToken) => new(watch.IsSynced);

    public async Task<PoolStart> StartAsync(Demand demand, CancellationToken cancellationToken)
    {
        NamespacePlacement placement;
        try
        {
            placement = await PlacementAsync(demand, cancellationToken);
        }
        catch (RpcException e)
        {
            return PoolStart.ShortageOf(449, $"It is not known where the functions of {demand.Key.Namespace} run: {e.Status.Detail}");
        }

        var version = demand.Version;
        var key = new PodKey(name, placement.PodNamespace, placement.Hash, version.Runtime.ToLowerInvariant(), version.Type == FunctionType.Http, version.MemoryMb);
        var start = await StartAsync(demand, key, placement, cancellationToken);
        if (start.Instance is null) LogRefused(name, demand.SpecId, start.Failure?.Message ?? start.Lack?.Message ?? "");
        return start;
    }

    /// <summary>An agent of the group is ready, wherever it has registered.</summary>
    public void Arrived(string group) => waiters.Wake(group);

    /// <summary>Whether a report names the pod's own address; true while that is not known. Whoever has read a pod's first key in its environment gets no function by it.</summary>
    public bool IsPlausible(string podName, AgentReport report) =>
        watch.Find(podName)?.Status?.PodIP is not { Length: > 0 } ip || (Uri.TryCreate(report.ControlUrl, UriKind.Absolute, out var control) && control.Host == ip && report.Link.StartsWith($"tcp:{ip}:", StringComparison.Ordinal));

    /// <summary>The pod has done its work. Never waits.</summary>
    public void End(string podName)
    {
        if (watch.Find(podName) is { } pod && pod.Metadata.DeletionTimestamp is null) _ = EndAsync(pod);
    }

    /// <summary>Pods of a key that are still becoming ready: neither taken, nor failed, nor on their way out.</summary>
    public int OnTheirWay(string group) => watch.PodsOf(group).Count(pod => IsSpare(pod) && PodDiagnosis.Of(pod).Phase == PodPhase.Fine && !IsReady(pod));

    /// <summary>Generic pods that nobody has taken.</summary>
    public bool IsSpare(V1Pod pod) =>
        pod.Metadata.DeletionTimestamp is null && pod.Label(PodLabels.State) == PodLabels.Warm && !agents.IsTaken(AgentOf(pod)) && !_ending.ContainsKey(pod.Metadata.Name);

    public string AgentOf(V1Pod pod) => new PodAgentId(name, pod.Label(PodLabels.Key), pod.Metadata.Name).ToString();

    /// <summary>Ends a generic pod unless an instance has been given to it.</summary>
    public async Task<bool> EndSpareAsync(V1Pod pod)
    {
        var agentId = AgentOf(pod);
        if (agents.Find(agentId) is not null && !await store.CloseAgentAsync(agentId)) return false;
        await EndAsync(pod);
        return true;
    }

    private bool IsReady(V1Pod pod) => agents.Find(AgentOf(pod)) is { } agent && agent.Warm.Values.Any(ready => ready > 0);

    private ValueTask<NamespacePlacement> PlacementAsync(Demand demand, CancellationToken cancellationToken) => demand.Version.Placement.Length == 0
        ? new(new NamespacePlacement { Cluster = name, PodNamespace = cluster.Namespace })
        : placements.GetAsync(demand.Key.Namespace, demand.Version.Placement, cancellationToken);

    private async Task<PoolStart> StartAsync(Demand demand, PodKey key, NamespacePlacement placement, CancellationToken cancellationToken)
    {
        var (group, refused, since) = (key.Hash, new HashSet<string>(), time.GetTimestamp());
        var (roomMade, roomMadeAt) = (0, 0L);
        using var waiter = waiters.Enter(group);
        while (true)
        {
            var (next, room) = (waiter.Next, waiters.Room);
            waiter.Leave();
            while (agents.ChooseReady(name, group, key.Set, key.MemoryMb, refused) is { } agent)
            {
                var start = await starter.StartAsync(agent, demand, cancellationToken);
                if (!start.IsShortage) return Taken(agent, demand, start);
                refused.Add(agent.Id);
            }

            waiter.Return();
            if (!watch.IsSynced) return PoolStart.ShortageOf(449, $"Cluster {name} cannot be reached: {watch.Trouble}");
            // What one pod of a key lacks, another one would lack too: there is no second one before the first has come up or is gone.
            if (Failed(group) is { } failed) return failed;
            if (waiter.ShouldAsk(OnTheirWay(group)))
            {
                try
                {
                    await orders.CreateAsync(key, placement, demand.Key.Namespace, leader: null, cancellationToken);
                    continue;
                }
                catch (PodRefusalException e) when (e.Kind == PodRefusalKind.Quota)
                {
                    // What makes way takes its time to go: another one need not go meanwhile.
                    var waited = roomMade == 0 ? options.RoomWait : time.GetElapsedTime(roomMadeAt);
                    if (waited >= options.RoomWait)
                    {
                        if (roomMade++ >= MostRoomMade || !await MakeRoomAsync(key, cancellationToken)) return PodStatusCodes.Of(e);
                        (roomMadeAt, waited) = (time.GetTimestamp(), TimeSpan.Zero);
                    }

                    await WaitAsync(room, options.RoomWait - waited, cancellationToken);
                    continue;
                }
                catch (PodRefusalException e)
                {
                    return PodStatusCodes.Of(e);
                }
                catch (PodTemplateException e)
                {
                    return PodStatusCodes.Of(e);
                }
                finally
                {
                    waiter.Asked();
                }
            }

            var left = options.PodStartLimit - time.GetElapsedTime(since);
            if (left <= TimeSpan.Zero || !await WaitAsync(next, left, cancellationToken)) return PodStatusCodes.Late(options.PodStartLimit, IsFetching(group));
        }
    }

    // A pod whose start has failed has been used up too.
    private PoolStart Taken(AgentInfo agent, Demand demand, PoolStart start)
    {
        if (PodAgentId.Parse(agent.Id) is not { } id || watch.Find(id.Name) is not { } pod) return start;
        _ = start.Instance is null ? EndAsync(pod) : ClaimAsync(pod, demand);
        return start;
    }

    private PoolStart? Failed(string group)
    {
        foreach (var pod in watch.PodsOf(group))
        {
            if (!IsSpare(pod) || PodDiagnosis.Of(pod) is not { Phase: not PodPhase.Fine } standing) continue;
            // One that may still come up is kept: new nodes come for pods that wait, and registries come back.
            if (standing.Phase is not (PodPhase.Unschedulable or PodPhase.ImageMissing)) _ = EndAsync(pod);
            return PodStatusCodes.Of(standing);
        }

        return null;
    }

    private bool IsFetching(string group) => watch.PodsOf(group).Any(pod => IsSpare(pod) && pod.Spec.NodeName is { Length: > 0 }
        && pod.Status?.ContainerStatuses?.Any(container => container.State?.Waiting?.Reason == "ContainerCreating") is true);

    // Spare pods go first, then instances that nobody leases.
    private async Task<bool> MakeRoomAsync(PodKey key, CancellationToken cancellationToken)
    {
        foreach (var pod in watch.Pods)
        {
            if (pod.Metadata.NamespaceProperty == key.Namespace && pod.Label(PodLabels.Key) != key.Hash && IsSpare(pod) && await EndSpareAsync(pod)) return true;
        }

        return await eviction.EvictAsync(name, cancellationToken);
    }

    /// <returns>False when the time is over.</returns>
    private async Task<bool> WaitAsync(Task next, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task ClaimAsync(V1Pod pod, Demand demand)
    {
        try
        {
            await orders.ClaimAsync(pod, demand, CancellationToken.None);
        }
        catch (PodRefusalException e)
        {
            LogNotClaimed(name, pod.Metadata.Name, e.Message);
        }
    }

    private async Task EndAsync(V1Pod pod)
    {
        if (!_ending.TryAdd(pod.Metadata.Name, 0)) return;
        try
        {
            await orders.DeleteAsync(pod, CancellationToken.None);
        }
        catch (PodRefusalException e)
        {
            LogNotDeleted(name, pod.Metadata.Name, e.Message);
            // The plan finds it again.
            _ending.TryRemove(pod.Metadata.Name, out _);
        }
    }
}
