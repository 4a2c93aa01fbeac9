using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Quotas;

public sealed class DoubleQuotaTests(DoubleCluster cluster) : QuotaSuite(cluster), IClassFixture<DoubleCluster>;
