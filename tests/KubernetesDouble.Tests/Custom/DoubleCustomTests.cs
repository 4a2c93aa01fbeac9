using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Custom;

public sealed class DoubleCustomTests(DoubleCluster cluster) : CustomSuite(cluster), IClassFixture<DoubleCluster>;
