using System.Buffers;
using System.Threading.Channels;
using ScfAspire.Contracts.Link;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Transport.Tests.Frames;

/// <summary>Keeps DATA frames in their order; does with each what the test wants.</summary>
internal sealed class ReceivedFrames : IFrameHandler
{
    private readonly Channel<(uint Call, byte[] Bytes)> _frames = Channel.CreateUnbounded<(uint, byte[])>();

    public Action<uint, byte[]>? OnData { get; set; }

    public void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (header.Kind != FrameKind.Data) throw new FrameFormatException($"{header.Kind} is not expected.");
        var bytes = payload.ToArray();
        OnData?.Invoke(header.CallId, bytes);
        _frames.Writer.TryWrite((header.CallId, bytes));
    }

    public ValueTask<(uint Call, byte[] Bytes)> NextAsync() => _frames.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
