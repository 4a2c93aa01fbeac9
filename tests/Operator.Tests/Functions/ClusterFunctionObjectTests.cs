using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Functions;

[Trait("Category", "Cluster")]
[Collection(ClusterWorld.OneAtATime)]
public sealed class ClusterFunctionObjectTests(ClusterWorld world) : FunctionObjectSuite(world), IClassFixture<ClusterWorld>;
