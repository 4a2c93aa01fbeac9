using ScfAspire.TestKit.Redis;

namespace ScfAspire.Scheduler.Tests.Pools;

[Trait("Category", "Cluster")]
public sealed class ClusterFunctionPodTests(RedisFixture redis) : FunctionPodTests(redis)
{
    private protected override async Task<IFunctionCluster> StartClusterAsync() => await RealCluster.StartAsync();
}
