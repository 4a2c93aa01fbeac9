using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Root;

public sealed class RootEventFunctionTests(AgentUnderTest agent) : EventFunctionTests<AgentUnderTest>(agent);
