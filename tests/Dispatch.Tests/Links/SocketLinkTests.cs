using ScfAspire.Transport.Frames;

namespace ScfAspire.Dispatch.Tests.Links;

/// <summary>Links over the runtime's own sockets.</summary>
public sealed class SocketLinkTests() : LinkTests(new FrameConnections(null));
