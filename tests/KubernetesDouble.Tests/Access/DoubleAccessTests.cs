using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Access;

public sealed class DoubleAccessTests(DoubleCluster cluster) : AccessSuite(cluster), IClassFixture<DoubleCluster>;
