using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.State;

public sealed class CapacityStoreOnRedisTests(RedisFixture fixture) : CapacityStoreTests, IClassFixture<RedisFixture>
{
    protected override IRedisCompatibleServer Server => fixture.Server;
}
