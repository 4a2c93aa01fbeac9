using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

public sealed class RootlessCustomRuntimeTests(RootlessAgent agent) : CustomRuntimeTests<RootlessAgent>(agent);
