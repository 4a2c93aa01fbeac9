using System.Buffers;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Transport.Frames;

/// <summary>
/// One socket that carries frames: reads as many as a wake-up brings, and writes as many per flush as have gathered. What the frames of one wake-up cause to be
/// written, on this or on another connection, is sent once at its end.
/// </summary>
public interface IFrameConnection : IDisposable
{
    /// <summary>Handlers run on an event loop: what they complete may go on within them, and must not block.</summary>
    bool RunsOnLoop { get; }

    /// <summary>Held while frames are appended to <see cref="Output"/>.</summary>
    Lock Gate { get; }

    /// <summary>Takes whole frames, under <see cref="Gate"/>; <see cref="Flush"/> sends them.</summary>
    IBufferWriter<byte> Output { get; }

    /// <summary>Sends what has gathered.</summary>
    void Flush();

    /// <summary>Sends what has gathered, then closes.</summary>
    void CloseWhenSent();

    /// <summary>Hands frames over until the other side closes, breaks off, or the connection is disposed of. To be called once.</summary>
    /// <exception cref="FrameFormatException">The other side broke the protocol; the connection is still open for a last word.</exception>
    Task ReceiveAsync(IFrameHandler handler);
}
