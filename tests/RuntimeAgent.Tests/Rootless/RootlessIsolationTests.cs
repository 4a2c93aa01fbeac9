using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

public sealed class RootlessIsolationTests(RootlessAgent agent) : IsolationTests<RootlessAgent>(agent);
