using System.Net;
using System.Net.Sockets;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Streams;

/// <summary>Makes outgoing connections that are read and written as streams: on the process's event loop where there is one, else over the runtime's own sockets.</summary>
/// <param name="loop">Null for the runtime's own sockets.</param>
public sealed class StreamConnections(EventLoop? loop)
{
    /// <summary>Connects a new socket.</summary>
    /// <exception cref="SocketException">The other side refuses, or cannot be reached.</exception>
    public Task ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellationToken) =>
        loop is null ? socket.ConnectAsync(endPoint, cancellationToken).AsTask() : LoopConnect.RunAsync(loop, socket, endPoint, cancellationToken);

    /// <summary>The stream of a socket that <see cref="ConnectAsync"/> has connected. It owns the socket. What its reads complete may run on the loop and must not block.</summary>
    public Stream Create(Socket socket) => loop is null ? new NetworkStream(socket, ownsSocket: true) : new LoopStream(loop, socket);
}
