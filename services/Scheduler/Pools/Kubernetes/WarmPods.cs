using Grpc.Core;
using k8s.Models;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>
/// How many generic pods of each key one pool keeps: none before there was demand, half of what was taken lately after it. Every replica counts what the watch tells; the
/// one that leads has pods made and ended. It also ends pods that never came up, or have nothing left to do.
/// </summary>
internal sealed partial class WarmPods(
    KubernetesPool pool, KubernetesOptions options, PodWatch watch, PodOrders orders, PlacementCatalog placements, AgentTable agents, TimeProvider time, ILogger<WarmPods> logger)
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<PodKey, (string BoundBy, Queue<long> Taken)> _demand = [];
    private readonly Dictionary<string, long> _refusedAt = [];
    private readonly long _since = time.GetTimestamp();

    public string Pool => pool.Name;

    /// <summary>Begins to count.</summary>
    public void Open() => watch.Changed += Note;

    /// <summary>Brings the spare pods to their number, as the leader of this number.</summary>
    public async Task PlanAsync(long number, CancellationToken cancellationToken)
    {
        if (!watch.IsSynced) return;
        var spare = new Dictionary<string, List<V1Pod>>();
        foreach (var pod in watch.Pods)
        {
            if (Clean(pod)) continue;
            if (!pool.IsSpare(pod)) continue;
            var key = pod.Label(PodLabels.Key);
            if (!spare.TryGetValue(key, out var alike)) spare[key] = alike = [];
            alike.Add(pod);
        }

        var wanted = Wanted();
        foreach (var (key, boundBy, count) in wanted)
        {
            var have = spare.GetValueOrDefault(key.Hash)?.Count ?? 0;
            for (var i = have; i < count && i < have + MostAtOnce; i++)
            {
                if (!await MakeAsync(key, boundBy, number, cancellationToken)) break;
            }
        }

        var targets = wanted.ToDictionary(entry => entry.Key.Hash, entry => entry.Count);
        foreach (var (key, pods) in spare)
        {
            // Calls wait for new ones, at other replicas too; and one that finds no room says so for as long as it is there.
            var surplus = pods.Count - targets.GetValueOrDefault(key);
            foreach (var pod in pods.Where(pod => AgeOf(pod) > options.WarmWindow).OrderBy(pod => pod.Metadata.CreationTimestamp).Take(Math.Max(0, surplus))) await pool.EndSpareAsync(pod);
        }
    }

    // A pod that has got its function: by whichever replica.
    private void Note(PodChange change)
    {
        if (change.IsGone || change.Pod.Label(PodLabels.State) != PodLabels.Claimed || change.Former?.Label(PodLabels.State) != PodLabels.Warm) return;
        if (PodKey.Parse(change.Pod.Metadata.Annotations?.TryGetValue(PodLabels.Key, out var text) is true ? text : null) is not { } key) return;
        var boundBy = change.Pod.Metadata.Annotations!.TryGetValue(PodLabels.BoundByAnnotation, out var ns) ? ns : "";
        lock (_gate)
        {
            if (!_demand.TryGetValue(key, out var demand)) _demand[key] = demand = (boundBy, new Queue<long>());
            demand.Taken.Enqueue(time.GetTimestamp());
        }
    }

    private List<(PodKey Key, string BoundBy, int Count)> Wanted()
    {
        lock (_gate)
        {
            List<(PodKey, string, int)> wanted = [];
            foreach (var (key, (boundBy, taken)) in _demand.ToList())
            {
                while (taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > options.WarmWindow) taken.Dequeue();
                if (taken.Count == 0) _demand.Remove(key);
                else wanted.Add((key, boundBy, Math.Min((taken.Count + 1) / 2, options.WarmMaximum)));
            }

            return wanted;
        }
    }

    private async Task<bool> MakeAsync(PodKey key, string boundBy, long number, CancellationToken cancellationToken)
    {
        // A namespace that is full has no room for spares; calls come first.
        if (_refusedAt.TryGetValue(key.Namespace, out var at) && time.GetElapsedTime(at) < RefusedPause) return false;
        try
        {
            var placement = key.Template.Length == 0 ? new NamespacePlacement { Cluster = key.Cluster, PodNamespace = key.Namespace } : await placements.GetAsync(boundBy, key.Template, cancellationToken);
            if (placement.Hash != key.Template) return false;
            await orders.CreateAsync(key, placement, boundBy, number, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is PodRefusalException or PodTemplateException or RpcException)
        {
            _refusedAt[key.Namespace] = time.GetTimestamp();
            LogNotMade(pool.Name, key.Text, e.Message);
            return false;
        }
    }

    private bool Clean(V1Pod pod)
    {
        if (pod.Metadata.DeletionTimestamp is not null) return true;
        var standing = PodDiagnosis.Of(pod);
        var known = agents.Find(pool.AgentOf(pod)) is not null;
        // An agent that has not registered in this time, or is not heard of any more, has lost its pod.
        // After a start of the Scheduler's they have to find it first.
        if (standing.Phase != PodPhase.Over && (known || AgeOf(pod) < options.PodStartLimit || time.GetElapsedTime(_since) < options.PodStartLimit)) return false;
        LogEnded(pool.Name, pod.Metadata.Name, standing.Phase == PodPhase.Over ? standing.Reason : "its agent is not there");
        pool.End(pod.Metadata.Name);
        return true;
    }

    private TimeSpan AgeOf(V1Pod pod) => pod.Metadata.CreationTimestamp is { } created ? time.GetUtcNow() - new DateTimeOffset(created) : TimeSpan.Zero;

    [LoggerMessage(Level = LogLevel.Information, Message = "Pool {Pool} gets no spare pod of {Key}: {Reason}")]
    private partial void LogNotMade(string pool, string key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pod {Pod} of pool {Pool} ends: {Reason}")]
    private partial void LogEnded(string pool, string pod, string reason);
}
