using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Parts;

public sealed class PartObjectTests(DoubleWorld world) : PartObjectSuite(world), IClassFixture<DoubleWorld>;
