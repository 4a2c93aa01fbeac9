using System.Net.Sockets;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Frames;

/// <summary>
/// Makes frame connections: Unix sockets on the process's event loop where there is one, everything else over the runtime's own sockets.
/// </summary>
/// <param name="loop">Null for the runtime's own sockets.</param>
public sealed class FrameConnections(EventLoop? loop)
{
    /// <param name="socket">Connected, and not used for any asynchronous operation before. The connection owns it.</param>
    /// <param name="maxPayload">Payload bytes of a frame at most.</param>
    /// <param name="secured">Carries the frames over that socket, or null for the socket itself.</param>
    public IFrameConnection Create(Socket socket, int maxPayload, Stream? secured = null) =>
        loop is null || secured is not null || socket.AddressFamily != AddressFamily.Unix
            ? new SocketFrameConnection(socket, maxPayload, secured)
            : new LoopFrameConnection(loop, socket, maxPayload);
}
