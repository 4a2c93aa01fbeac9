using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Root;

public sealed class RootWebFunctionTests(AgentUnderTest agent) : WebFunctionTests<AgentUnderTest>(agent);
