using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Root;

public sealed class RootIsolationTests(AgentUnderTest agent) : IsolationTests<AgentUnderTest>(agent);
