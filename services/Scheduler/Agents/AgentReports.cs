using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.Pools.Kubernetes;
using ScfAspire.Scheduler.Specs;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Agents;

/// <summary>
/// Brings the store in line with what agents say. The agents are the truth about instances: what the store lost is taken in again from their complete reports, what they no longer have is removed.
/// </summary>
internal sealed partial class AgentReports(
    CapacityStore store, CapacityEvents events, AgentTable agents, AgentLinks links, InstanceEnder ender, PodEnds pods, SpecCatalog specs, IOptions<SchedulerOptions> options, TimeProvider time,
    ILogger<AgentReports> logger)
{
    public async Task TakeAsync(AgentSession session, AgentReport report, CancellationToken cancellationToken)
    {
        if (report.Complete) session.HasSaidAll();
        try
        {
            // Under load an agent reports many times a second. Its changes are taken in at once, its facts and its time to live only so often.
            var isReady = session.IsPod && report.Warm.Any(warm => warm.Ready > 0);
            if (!report.Complete && isReady == session.WasReady && !session.MissedReport && session.SavedEpoch == report.Epoch && session.SavedAt is { } saved && time.GetElapsedTime(saved) < options.Value.HeartbeatInterval / 4)
            {
                agents.Report(report);
                await TakeChangesAsync(session, report, cancellationToken);
                return;
            }

            var former = await store.SaveAgentAsync(report);
            if (former > report.Epoch)
            {
                LogFormerLife(report.AgentId, report.Epoch, former.Value);
                return;
            }

            if (former < report.Epoch) await RemoveAllAsync(report.AgentId, "the agent was restarted");
            (session.SavedAt, session.SavedEpoch) = (time.GetTimestamp(), report.Epoch);
            agents.Report(report);
            session.WasReady = isReady;
            if (report.Complete) await ReconcileAsync(session, report, cancellationToken);
            else if (former is null || session.MissedReport) session.AskForAll();
            else await TakeChangesAsync(session, report, cancellationToken);
            if (report.Complete) session.MissedReport = false;
            if (isReady) events.Arrived(report.Pool, report.Group);
            // What waits for a pod has its own word.
            else if (former is null || report.Complete) events.Room();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            session.MissedReport = true;
            LogNotStored(report.AgentId, e.Message);
        }
    }

    /// <summary>The agent is gone, and everything that it ran.</summary>
    public async Task RemoveAllAsync(string agentId, string reason)
    {
        if (agents.Find(agentId) is { } agent) links.Drop(agent);
        pods.Ended(agentId);
        var instances = await store.InstancesOfAgentAsync(agentId);
        LogAgentGone(agentId, reason, instances.Count);
        await Task.WhenAll(instances.Select(instance => ender.ForgetAsync(instance.Value.SpecId, instance.Key, agentId, reason)));
    }

    private async Task ReconcileAsync(AgentSession session, AgentReport report, CancellationToken cancellationToken)
    {
        var known = await store.InstancesOfAgentAsync(report.AgentId);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var reported = report.Instances.Select(instance => instance.InstanceId).ToHashSet();
        HashSet<ulong> missing = [];
        List<Task> gone = [];
        foreach (var (id, entry) in known)
        {
            // A start may be under way, and who ordered it may have died over it.
            var starting = !entry.Ready && entry.Deadline > now;
            if (starting) session.LookAgainAt(entry.Deadline);
            if (reported.Contains(id) || starting) continue;
            if (!session.Missing.Contains(id)) missing.Add(id);
            else gone.Add(ender.ForgetAsync(entry.SpecId, id, report.AgentId, "the agent does not have it"));
        }

        await Task.WhenAll(gone);
        await Task.WhenAll(report.Instances.Select(instance => ApplyAsync(report.AgentId, instance, known, cancellationToken)));
        await store.RecountAsync(report.AgentId);
        session.Missing = missing;
        if (missing.Count > 0) session.AskForAll();
    }

    private async Task TakeChangesAsync(AgentSession session, AgentReport report, CancellationToken cancellationToken)
    {
        if (report.Instances.Count == 0) return;
        var known = await store.InstancesOfAgentAsync(session.AgentId, [.. report.Instances.Select(instance => instance.InstanceId)]);
        await Task.WhenAll(report.Instances.Select(instance => ApplyAsync(session.AgentId, instance, known, cancellationToken)));
        if (report.Instances.Any(instance => instance.Phase == InstancePhase.Ended)) events.Room();
    }

    private async Task ApplyAsync(string agentId, InstanceState instance, IReadOnlyDictionary<ulong, InstanceEntry> known, CancellationToken cancellationToken)
    {
        if (instance.Phase == InstancePhase.Ended)
        {
            pods.Ended(agentId);
            if (await ender.ForgetAsync(instance.SpecId, instance.InstanceId, agentId, instance.Message.Length > 0 ? instance.Message : "it ended"))
                LogEnded(instance.InstanceId, instance.SpecId, instance.StatusCode, instance.Message);
            return;
        }

        if (instance.Phase != InstancePhase.Ready) return;
        if (known.TryGetValue(instance.InstanceId, out var entry) && (entry.Ready || entry.Deadline > time.GetUtcNow().ToUnixTimeMilliseconds())) return;
        if (await store.IsRetiredAsync(instance.InstanceId))
        {
            await ender.StopAsync(agentId, instance.InstanceId, TimeSpan.Zero, "it was to end", cancellationToken);
            return;
        }

        LogAdopted(instance.InstanceId, instance.SpecId, agentId);
        await store.AdoptAsync(agentId, instance.InstanceId, new InstanceEntry(instance.SpecId, instance.MemoryMb, true, 0), Math.Max(1, instance.Concurrency));
        specs.Verify(instance.SpecId);
        events.Freed(instance.SpecId);
    }
}
