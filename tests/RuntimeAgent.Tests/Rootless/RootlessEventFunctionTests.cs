using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

public sealed class RootlessEventFunctionTests(RootlessAgent agent) : EventFunctionTests<RootlessAgent>(agent);
