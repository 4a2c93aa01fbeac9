using System.Net.Sockets;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Streams;

/// <summary>
/// A connected socket of an event loop as a stream. A read is completed on the loop, and its reader goes on right there; what is written leaves at the end of the loop's
/// turn. One read and one write at a time; closing the stream is what ends one that waits, a token only keeps one from beginning.
/// </summary>
internal sealed class LoopStream : Stream
{
    private readonly LoopStreamSocket _socket;

    public LoopStream(EventLoop loop, Socket socket) => _socket = new LoopStreamSocket(loop, socket);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A buffer without room waits until there is something to read.</summary>
    /// <exception cref="IOException">The connection broke, or was closed here.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : _socket.ReadAsync(buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Takes the bytes; waits only where the other side is far behind.</summary>
    /// <exception cref="IOException">The connection broke, or was closed here.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : _socket.WriteAsync(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Nothing may block on a loop.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Nothing may block on a loop.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _socket.End();
        base.Dispose(disposing);
    }
}
