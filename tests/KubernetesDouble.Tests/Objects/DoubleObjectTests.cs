using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Objects;

public sealed class DoubleObjectTests(DoubleCluster cluster) : ObjectSuite(cluster), IClassFixture<DoubleCluster>;
