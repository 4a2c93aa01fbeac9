using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.Capacity;

public sealed class SchedulerOnGarnetTests : SchedulerTests
{
    protected override Task<IRedisCompatibleServer> StartServerAsync(CancellationToken cancellationToken) => Task.FromResult<IRedisCompatibleServer>(GarnetServer.Start());
}
