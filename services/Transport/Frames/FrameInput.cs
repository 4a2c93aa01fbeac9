using System.Buffers;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Transport.Frames;

/// <summary>The receiving buffer of a connection: whole frames are handed over in place, the start of the next one is kept.</summary>
internal sealed class FrameInput(int maxPayload)
{
    private const int SmallBytes = 32 * 1024;

    // A buffer that one large frame made is not kept for good.
    private const int KeptBytes = 256 * 1024;

    private byte[] _buffer = [];
    private int _filled;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free()
    {
        if (_buffer.Length == 0) _buffer = ArrayPool<byte>.Shared.Rent(SmallBytes);
        return _buffer.AsMemory(_filled);
    }

    /// <summary>Takes <paramref name="count"/> new bytes and hands over every frame that is whole.</summary>
    /// <exception cref="FrameFormatException">The bytes, or a frame's content, break the protocol.</exception>
    public void Deliver(int count, IFrameHandler handler)
    {
        _filled += count;
        var sequence = new ReadOnlySequence<byte>(_buffer, 0, _filled);
        while (FrameHeader.TryRead(ref sequence, maxPayload, out var header, out var payload)) handler.OnFrame(header, payload);
        Keep((int)sequence.Length, FrameHeader.TryPeek(sequence, maxPayload, out var next) ? FrameLimits.HeaderBytes + next.PayloadLength : 0);
    }

    private void Keep(int rest, int needed)
    {
        var source = _buffer;
        var full = rest == source.Length;
        if (needed > source.Length || full) _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(needed, full ? source.Length * 2 : 0));
        else if (source.Length > KeptBytes && rest == 0) _buffer = [];
        if (rest > 0) source.AsSpan(_filled - rest, rest).CopyTo(_buffer);
        _filled = rest;
        if (source != _buffer) ArrayPool<byte>.Shared.Return(source);
    }

    /// <summary>Gives the buffer back, for a connection that is idle or ended.</summary>
    public void Release()
    {
        if (_buffer.Length > 0 && _filled == 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
