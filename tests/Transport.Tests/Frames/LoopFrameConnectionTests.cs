using Microsoft.Extensions.Logging.Abstractions;
using ScfAspire.Transport.Frames;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Tests.Frames;

/// <summary>On an event loop.</summary>
public sealed class LoopFrameConnectionTests() : FrameConnectionTests(new FrameConnections(Loop))
{
    private static readonly EventLoop Loop = new("frames", NullLogger.Instance, TimeSpan.FromMicroseconds(100));
}
