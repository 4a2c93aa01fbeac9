using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.Pools;

public sealed class DoubleFunctionPodTests(RedisFixture redis) : FunctionPodTests(redis)
{
    private protected override async Task<IFunctionCluster> StartClusterAsync() => await ProcessCluster.StartAsync();
}
