using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.Specs;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Agents;

/// <summary>
/// Brings the store in line with what agents say. The agents are the truth about instances: what the store lost is taken in again from their complete reports, what they no longer have is removed.
/// </summary>
internal sealed partial class AgentReports(
    CapacityStore store, CapacityEvents events, InstanceEnder ender, SpecCatalog specs, TimeProvider time, ILogger<AgentReports> logger)
{
    public async Task TakeAsync(AgentSession session, AgentReport report, CancellationToken cancellationToken)
    {
        try
        {
            var former = await store.SaveAgentAsync(report);
            if (former > report.Epoch)
            {
                LogFormerLife(report.AgentId, report.Epoch, former.Value);
                return;
            }

            if (former < report.Epoch) await RemoveAllAsync(report.AgentId, "the agent was restarted");
            var known = await store.InstancesOfAgentAsync(report.AgentId);
            if (report.Complete) await ReconcileAsync(report, known, cancellationToken);
            else if (former is null || session.MissedReport) session.Send(new AgentDirective { ReportAll = new ReportAll() });
            else foreach (var instance in report.Instances) await ApplyAsync(report.AgentId, instance, known, cancellationToken);
            if (report.Complete) session.MissedReport = false;
            if (former is null || report.Complete || report.Instances.Count > 0) await events.RoomAsync();
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
        var instances = await store.InstancesOfAgentAsync(agentId);
        LogAgentGone(agentId, reason, instances.Count);
        foreach (var (id, entry) in instances) await ender.ForgetAsync(entry.SpecId, id, agentId, reason);
    }

    private async Task ReconcileAsync(AgentReport report, IReadOnlyDictionary<ulong, InstanceEntry> known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var reported = report.Instances.Select(instance => instance.InstanceId).ToHashSet();
        foreach (var (id, entry) in known)
        {
            // The report may be older than a start that is under way.
            if (reported.Contains(id) || (!entry.Ready && entry.Deadline > now)) continue;
            await ender.ForgetAsync(entry.SpecId, id, report.AgentId, "the agent does not have it");
        }

        foreach (var instance in report.Instances) await ApplyAsync(report.AgentId, instance, known, cancellationToken);
        await store.RecountAsync(report.AgentId);
    }

    private async Task ApplyAsync(string agentId, InstanceState instance, IReadOnlyDictionary<ulong, InstanceEntry> known, CancellationToken cancellationToken)
    {
        if (instance.Phase == InstancePhase.Ended)
        {
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
        await events.FreedAsync(instance.SpecId);
    }
}
