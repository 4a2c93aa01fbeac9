using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Access;

[Trait("Category", "Cluster")]
[Collection(ClusterWorld.OneAtATime)]
public sealed class ClusterVerbTests(ClusterWorld world) : VerbSuite(world), IClassFixture<ClusterWorld>;
