using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Keeps the clusters' watches, and their spare pods on the replica that leads.</summary>
internal sealed partial class KubernetesPoolService(
    KubernetesPools pools, AgentReports reports, AgentSessions sessions, InstanceEnder ender, AgentTable agents, PoolLock locks, TimeProvider time, ILogger<KubernetesPoolService> logger) : BackgroundService
{
    private static readonly TimeSpan PlanInterval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([.. pools.All.Select(pool => pool.WatchAsync(reports, sessions, ender, stoppingToken)), .. pools.Spares.Select(spares => KeepAsync(spares, stoppingToken))]);

    private async Task KeepAsync(WarmPods spares, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PlanInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await PlanAsync(spares, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task PlanAsync(WarmPods spares, CancellationToken stoppingToken)
    {
        try
        {
            if (await locks.LeadAsync(spares.Pool) is not { } number) return;
            await agents.RefreshAsync().WaitAsync(stoppingToken);
            await spares.PlanAsync(number, stoppingToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogStoreAway(spares.Pool, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Nobody leads pool {Pool} while Redis is away: {Reason}")]
    private partial void LogStoreAway(string pool, string reason);
}
