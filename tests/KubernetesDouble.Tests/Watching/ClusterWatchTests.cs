using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Watching;

[Trait("Category", "Cluster")]
public sealed class ClusterWatchTests(RealCluster cluster) : WatchSuite(cluster), IClassFixture<RealCluster>;
