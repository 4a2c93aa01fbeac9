using System.Buffers;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Contracts.Tests.Link;

/// <summary>Writes frames to memory and reads them back, whole or cut into small segments.</summary>
internal static class Frames
{
    public static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static (FrameHeader Header, ReadOnlySequence<byte> Payload) Single(ReadOnlySequence<byte> bytes, int limit = FrameLimits.LinkPayloadBytes)
    {
        Assert.True(FrameHeader.TryRead(ref bytes, limit, out var header, out var payload));
        Assert.Equal(0, bytes.Length);
        return (header, payload);
    }

    /// <summary>A sequence of segments of at most <paramref name="size"/> bytes.</summary>
    public static ReadOnlySequence<byte> Cut(byte[] bytes, int size)
    {
        if (bytes.Length == 0) return ReadOnlySequence<byte>.Empty;
        var first = new Segment(bytes.AsMemory(0, Math.Min(size, bytes.Length)), 0);
        var last = first;
        for (var i = size; i < bytes.Length; i += size) last = last.Append(bytes.AsMemory(i, Math.Min(size, bytes.Length - i)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
