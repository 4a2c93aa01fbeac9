using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Root;

public sealed class RootCustomRuntimeTests(AgentUnderTest agent) : CustomRuntimeTests<AgentUnderTest>(agent);
