using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Objects;

public sealed class DoublePatchTests(DoubleCluster cluster) : PatchSuite(cluster), IClassFixture<DoubleCluster>;
