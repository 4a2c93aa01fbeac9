using Microsoft.Extensions.Logging.Abstractions;
using ScfAspire.Transport.Frames;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Dispatch.Tests.Links;

/// <summary>Links on an event loop: callers go on within the frame that ends their call.</summary>
public sealed class LoopLinkTests() : LinkTests(new FrameConnections(Loop))
{
    private static readonly EventLoop Loop = new("links", NullLogger.Instance, TimeSpan.FromMicroseconds(100));
}
