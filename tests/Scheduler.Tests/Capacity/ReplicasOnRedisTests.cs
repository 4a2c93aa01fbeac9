using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.Capacity;

[Collection(nameof(ReplicaTests))]
public sealed class ReplicasOnRedisTests : ReplicaTests
{
    protected override async Task<IRedisCompatibleServer> StartServerAsync(CancellationToken cancellationToken) => await RedisServer.StartAsync(cancellationToken);
}
