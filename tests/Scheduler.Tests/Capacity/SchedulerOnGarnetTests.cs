using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.Capacity;

public sealed class SchedulerOnGarnetTests : SchedulerTests
{
    protected override async Task<IRedisCompatibleServer> StartServerAsync(CancellationToken cancellationToken) => await RedisServer.StartGarnetAsync(cancellationToken);
}
