using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Objects;

[Trait("Category", "Cluster")]
public sealed class ClusterPatchTests(RealCluster cluster) : PatchSuite(cluster), IClassFixture<RealCluster>;
