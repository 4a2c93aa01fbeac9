using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Parts;

[Trait("Category", "Cluster")]
[Collection(ClusterWorld.OneAtATime)]
public sealed class ClusterPartObjectTests(ClusterWorld world) : PartObjectSuite(world), IClassFixture<ClusterWorld>;
