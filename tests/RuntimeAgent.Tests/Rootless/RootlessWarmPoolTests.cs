using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

public sealed class RootlessWarmPoolTests(RootlessAgent agent) : WarmPoolTests<RootlessAgent>(agent);
