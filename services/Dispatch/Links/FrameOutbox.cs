using System.Buffers;
using System.Threading.Channels;

namespace ScfAspire.Dispatch.Links;

/// <summary>Frames on their way out: many writers append, one loop takes all that gathered while it sent the last batch.</summary>
internal sealed class FrameOutbox
{
    private const int KeepBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private ArrayBufferWriter<byte> _gathering = new();
    private ArrayBufferWriter<byte> _sending = new();
    private bool _closed;

    /// <summary>Appends what <paramref name="write"/> writes, whole or (when it throws) not at all.</summary>
    /// <returns>False when the link has ended.</returns>
    public bool Write<TState>(TState state, Action<IBufferWriter<byte>, TState> write)
    {
        lock (_gate)
        {
            if (_closed) return false;
            write(_gathering, state);
        }

        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>The next batch, once there is one; valid until the next call. Empty at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_gathering.WrittenCount > 0)
                {
                    if (_sending.Capacity > KeepBytes) _sending = new ArrayBufferWriter<byte>();
                    else _sending.ResetWrittenCount();
                    (_gathering, _sending) = (_sending, _gathering);
                    return _sending.WrittenMemory;
                }

                if (_closed) return default;
            }

            if (!await _signal.Reader.WaitToReadAsync(cancellationToken)) continue;
            _signal.Reader.TryRead(out _);
        }
    }

    /// <summary>No more frames; the loop sends what is there and ends.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        _signal.Writer.TryWrite(true);
    }
}
