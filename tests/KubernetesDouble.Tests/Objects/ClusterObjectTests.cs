using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Objects;

[Trait("Category", "Cluster")]
public sealed class ClusterObjectTests(RealCluster cluster) : ObjectSuite(cluster), IClassFixture<RealCluster>;
