using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

public sealed class RootlessFailureTests(RootlessAgent agent) : FailureTests<RootlessAgent>(agent);
