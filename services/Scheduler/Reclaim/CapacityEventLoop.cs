using ScfAspire.Scheduler.Leases;
using ScfAspire.Scheduler.Pools.Kubernetes;
using ScfAspire.Scheduler.State;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Reclaim;

/// <summary>Acts on what any replica says: revoked leases of holders that are connected here, and room that demand here waits for.</summary>
internal sealed class CapacityEventLoop(CapacityEvents events, DispatchSessions sessions, DemandCoordinator demands, KubernetesPools clusters, IConnectionMultiplexer redis, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionRestored += (_, _) => demands.KickStarved();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var queue = await events.SubscribeAsync();
                while (!stoppingToken.IsCancellationRequested)
                {
                    foreach (var said in CapacityEvents.Of(await queue.ReadAsync(stoppingToken))) Act(said);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or System.Threading.Channels.ChannelClosedException)
            {
                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Act(string message)
    {
        var parts = message.Split('|', 3);
        switch (parts)
        {
            case ["revoked", var lease, var reason]:
                sessions.Revoke(lease, reason);
                break;
            case ["freed", var spec]:
                demands.KickSpec(spec);
                break;
            case ["arrived", var pool, var group]:
                clusters.Arrived(pool, group);
                break;
            case ["room"]:
                demands.KickStarved();
                break;
        }
    }
}
