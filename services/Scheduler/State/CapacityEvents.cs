using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>What replicas tell each other. A lost message costs time, not correctness: renewals and sweeps find the same.</summary>
internal sealed class CapacityEvents(IConnectionMultiplexer redis)
{
    private readonly ISubscriber _subscriber = redis.GetSubscriber();

    public Task RevokedAsync(string leaseId, string reason) => _subscriber.PublishAsync(Keys.Events, $"revoked|{leaseId}|{reason}");

    public Task FreedAsync(string specId) => _subscriber.PublishAsync(Keys.Events, $"freed|{specId}");

    /// <summary>An agent has come, or has more room.</summary>
    public Task RoomAsync() => _subscriber.PublishAsync(Keys.Events, "room");

    public Task<ChannelMessageQueue> SubscribeAsync() => _subscriber.SubscribeAsync(Keys.Events);
}
