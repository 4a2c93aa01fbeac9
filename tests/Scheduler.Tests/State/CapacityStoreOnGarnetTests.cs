using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.State;

public sealed class CapacityStoreOnGarnetTests(GarnetFixture fixture) : CapacityStoreTests, IClassFixture<GarnetFixture>
{
    protected override IRedisCompatibleServer Server => fixture.Server;
}
