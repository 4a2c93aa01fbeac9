using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Root;

public sealed class RootWarmPoolTests(AgentUnderTest agent) : WarmPoolTests<AgentUnderTest>(agent);
