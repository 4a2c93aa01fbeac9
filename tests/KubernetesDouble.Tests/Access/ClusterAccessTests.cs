using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Access;

[Trait("Category", "Cluster")]
public sealed class ClusterAccessTests(RealCluster cluster) : AccessSuite(cluster), IClassFixture<RealCluster>;
