using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Root;

public sealed class RootFailureTests(AgentUnderTest agent) : FailureTests<AgentUnderTest>(agent);
