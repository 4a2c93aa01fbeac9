using Microsoft.Extensions.Logging.Abstractions;
using ScfAspire.Transport.Loops;
using ScfAspire.Transport.Streams;

namespace ScfAspire.Transport.Tests.Streams;

/// <summary>On an event loop.</summary>
public sealed class LoopStreamConnectionTests() : StreamConnectionTests(new StreamConnections(Loop))
{
    private static readonly EventLoop Loop = new("streams", NullLogger.Instance, TimeSpan.Zero);
}
