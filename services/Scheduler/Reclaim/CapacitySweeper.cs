using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Leases;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;
using ScfAspire.Scheduler.WarmPools;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Reclaim;

/// <summary>What time alone brings about: leases expire, idle instances end, silent agents are gone. Any replica may do it, each step is atomic.</summary>
internal sealed partial class CapacitySweeper(
    CapacityStore store, CapacityEvents events, InstanceEnder ender, AgentReports reports, AgentSessions agents, DemandCoordinator demands, WarmPlanner warm,
    IOptions<SchedulerOptions> options, TimeProvider time, ILogger<CapacitySweeper> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan RetiredKept = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        var lastComplete = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                warm.PublishChanges();
                if (time.GetElapsedTime(lastComplete) > options.Value.CompleteReportInterval)
                {
                    lastComplete = time.GetTimestamp();
                    foreach (var agent in agents.All) agent.Send(new AgentDirective { ReportAll = new ReportAll() });
                }

                await SweepAsync(stoppingToken);
                demands.KickAll();
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
            foreach (var lease in await store.ExpiredLeasesAsync(Batch))
            {
                if (await store.ReleaseAsync(lease, onlyExpired: true)) await events.FreedAsync(lease.SpecId);
            }

            foreach (var (specId, id) in await store.IdleAsync(options.Value.IdleReclaim, Batch))
            {
                if (await ender.EndIdleAsync(specId, id, "idle", stoppingToken)) LogReclaimed(id, specId);
            }

            foreach (var agentId in await store.SilentAgentsAsync())
            {
                await reports.RemoveAllAsync(agentId, "no heartbeat");
                await store.ForgetAgentAsync(agentId);
            }

            await store.ForgetRetiredAsync(RetiredKept);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogStoreAway(e.Message);
        }
    }
}
