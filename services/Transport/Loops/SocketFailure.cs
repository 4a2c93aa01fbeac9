using System.Net.Sockets;

namespace ScfAspire.Transport.Loops;

internal static class SocketFailure
{
    private const int BrokenPipe = 32, ConnectionReset = 104, NotConnected = 107, TimedOut = 110, HostUnreachable = 113, NetUnreachable = 101;

    /// <summary>The exception for an errno of Linux.</summary>
    public static SocketException Of(int error) => new((int)(error switch
    {
        BrokenPipe or ConnectionReset => SocketError.ConnectionReset,
        NotConnected => SocketError.NotConnected,
        TimedOut => SocketError.TimedOut,
        HostUnreachable => SocketError.HostUnreachable,
        NetUnreachable => SocketError.NetworkUnreachable,
        _ => SocketError.SocketError,
    }));
}
