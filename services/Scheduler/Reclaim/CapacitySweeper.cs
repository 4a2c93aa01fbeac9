using Microsoft.Extensions.Options;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Leases;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.Pools.Kubernetes;
using ScfAspire.Scheduler.State;
using ScfAspire.Scheduler.WarmPools;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Reclaim;

/// <summary>What time alone brings about: leases expire, idle instances end, silent agents are gone. Any replica may do it, each step is atomic.</summary>
internal sealed partial class CapacitySweeper(
    CapacityStore store, CapacityEvents events, InstanceEnder ender, AgentReports reports, AgentSessions agents, AgentTable table, AgentLinks links, DemandCoordinator demands, WarmPlanner warm, PodIdentities identities,
    IOptions<SchedulerOptions> options, TimeProvider time, ILogger<CapacitySweeper> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan RetiredKept = TimeSpan.FromHours(1);

    private long _started;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        var lastComplete = _started = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                warm.PublishChanges();
                if (time.GetElapsedTime(lastComplete) > options.Value.CompleteReportInterval)
                {
                    lastComplete = time.GetTimestamp();
                    foreach (var agent in agents.All) agent.AskForAll();
                }

                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                foreach (var agent in agents.All)
                {
                    if (agent.LooksAgain(now)) agent.AskForAll();
                    identities.RenewWhenDue(agent);
                }

                await SweepAsync(stoppingToken);
                demands.Forget();
                demands.KickStarved();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll((await store.ExpiredLeasesAsync(Batch)).Select(async lease =>
            {
                if (await store.ReleaseAsync(lease, onlyExpired: true)) events.Freed(lease.SpecId);
            }));
            await Task.WhenAll((await store.IdleAsync(options.Value.IdleReclaim, Batch)).Select(async idle =>
            {
                if (await ender.EndIdleAsync(idle.SpecId, idle.InstanceId, "idle", stoppingToken)) LogReclaimed(idle.InstanceId, idle.SpecId);
            }));

            // Before that, an agent may have been silent for want of anybody who listened.
            var silent = time.GetElapsedTime(_started) < options.Value.AgentTimeToLive ? [] : await store.SilentAgentsAsync();
            foreach (var agentId in silent)
            {
                await reports.RemoveAllAsync(agentId, "no heartbeat");
                await store.ForgetAgentAsync(agentId);
            }

            await table.RefreshAsync();
            links.Keep(table.Addresses);
            await store.ForgetRetiredAsync(RetiredKept);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogStoreAway(e.Message);
        }
    }
}
