using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

public sealed class RootlessWebFunctionTests(RootlessAgent agent) : WebFunctionTests<RootlessAgent>(agent);
