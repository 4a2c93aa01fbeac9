using ScfAspire.Transport.Frames;

namespace ScfAspire.Transport.Tests.Frames;

/// <summary>Over the runtime's own sockets.</summary>
public sealed class SocketFrameConnectionTests() : FrameConnectionTests(new FrameConnections(null));
