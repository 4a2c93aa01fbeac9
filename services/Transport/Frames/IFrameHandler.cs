using System.Buffers;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Transport.Frames;

/// <summary>Takes the frames of one connection, in order. Must not block.</summary>
public interface IFrameHandler
{
    /// <param name="header">The frame's header.</param>
    /// <param name="payload">Valid during the call only.</param>
    /// <exception cref="FrameFormatException">The frame breaks the protocol: the connection ends.</exception>
    void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload);
}
