using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Custom;

[Trait("Category", "Cluster")]
public sealed class ClusterCustomTests(RealCluster cluster) : CustomSuite(cluster), IClassFixture<RealCluster>;
