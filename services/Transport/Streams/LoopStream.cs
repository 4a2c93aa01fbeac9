using System.Net.Sockets;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Streams;

/// <summary>
/// A connected socket of an event loop as a stream. A read is completed on the loop, and its reader goes on right there; what is written leaves at the end of the loop's
/// turn. Closing the stream is what ends a read or a write that waits, a token only keeps one from beginning.
/// </summary>
internal sealed class LoopStream : DuplexStream
{
    private readonly LoopStreamSocket _socket;

    public LoopStream(EventLoop loop, Socket socket) => _socket = new LoopStreamSocket(loop, socket);

    /// <summary>A buffer without room waits until there is something to read.</summary>
    /// <exception cref="IOException">The connection broke, or was closed here.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : _socket.ReadAsync(buffer);

    /// <summary>Takes the bytes; waits only where the other side is far behind.</summary>
    /// <exception cref="IOException">The connection broke, or was closed here.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : _socket.WriteAsync(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _socket.End();
        base.Dispose(disposing);
    }
}
