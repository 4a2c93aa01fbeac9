using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Quotas;

[Trait("Category", "Cluster")]
public sealed class ClusterQuotaTests(RealCluster cluster) : QuotaSuite(cluster), IClassFixture<RealCluster>;
