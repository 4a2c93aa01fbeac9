using ScfAspire.Transport.Streams;

namespace ScfAspire.Transport.Tests.Streams;

/// <summary>Over the runtime's own sockets.</summary>
public sealed class SocketStreamConnectionTests() : StreamConnectionTests(new StreamConnections(null));
