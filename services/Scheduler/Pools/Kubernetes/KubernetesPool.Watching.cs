using System.Threading.Channels;
using k8s.Models;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Placement;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

internal sealed partial class KubernetesPool
{
    // What calls have to end after a pod was told to go, by whomever: a little less than the cluster gives it.
    private static readonly TimeSpan LeavingGrace = TimeSpan.FromSeconds(PodBuilder.TerminationGrace - 5);

    /// <summary>Acts on what the watch tells, until it is stopped.</summary>
    public async Task WatchAsync(AgentReports reports, AgentSessions sessions, InstanceEnder ender, CancellationToken stoppingToken)
    {
        var changes = Channel.CreateUnbounded<PodChange>(new UnboundedChannelOptions { SingleReader = true });
        watch.Changed += change => changes.Writer.TryWrite(change);
        var watching = watch.RunAsync(stoppingToken);
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(stoppingToken)) await ActAsync(change, reports, sessions, ender);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await watching;
        }
    }

    private async Task ActAsync(PodChange change, AgentReports reports, AgentSessions sessions, InstanceEnder ender)
    {
        var (former, pod) = (change.Former, change.Pod);
        var standing = PodDiagnosis.Of(pod);
        var isNews = standing.Phase != PodPhase.Fine && (former is null || PodDiagnosis.Of(former).Phase != standing.Phase);
        if (isNews) LogStanding(name, pod.Metadata.Name, standing.Reason);
        try
        {
            if (standing.ExitCode != 0 || standing.OutOfMemory) sessions.Find(AgentOf(pod))?.Send(new AgentDirective { RuntimeEnded = new RuntimeEnded { ExitCode = standing.ExitCode, OutOfMemory = standing.OutOfMemory } });
            if (change.IsGone || (isNews && standing.Phase == PodPhase.Over)) await LostAsync(pod, change.IsGone ? "its pod was deleted" : standing.Reason, reports);
            else if (pod.Metadata.DeletionTimestamp is not null && former?.Metadata.DeletionTimestamp is null) await LeavingAsync(pod, ender);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Heartbeats end without it too.
            LogNotStored(name, pod.Metadata.Name, e.Message);
        }

        if (change.IsGone) _ending.TryRemove(pod.Metadata.Name, out _);
        waiters.Wake(pod.Label(PodLabels.Key));
        if (change.IsGone || standing.Phase == PodPhase.Over) waiters.WakeAll();
    }

    private async Task LostAsync(V1Pod pod, string reason, AgentReports reports)
    {
        var agentId = AgentOf(pod);
        // Most pods go because they have done their work.
        var known = agents.Find(agentId) is not null;
        agents.Remove(agentId);
        if (!known && (await store.InstancesOfAgentAsync(agentId)).Count == 0) return;
        await reports.RemoveAllAsync(agentId, reason);
        await store.DropAgentAsync(agentId);
    }

    // Somebody else, a drain of its node for one, ends a pod: its instance takes no new calls, those that run may end.
    private async Task LeavingAsync(V1Pod pod, InstanceEnder ender)
    {
        if (_ending.ContainsKey(pod.Metadata.Name)) return;
        var agentId = AgentOf(pod);
        await store.CloseAgentAsync(agentId);
        foreach (var (id, entry) in await store.InstancesOfAgentAsync(agentId)) await ender.EndAsync(entry.SpecId, id, agentId, LeavingGrace, "its pod is to go");
    }
}
