using System.Buffers;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Framing;

/// <summary>Takes the frames of one connection, in order, on the connection's receiving thread. Must not block.</summary>
internal interface IFrameHandler
{
    /// <param name="header">The frame's header.</param>
    /// <param name="payload">Valid during the call only.</param>
    /// <exception cref="FrameFormatException">The frame breaks the protocol: the connection ends.</exception>
    void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload);
}
