using System.Net;
using System.Net.Sockets;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>
/// Ports for services that keep theirs through restarts. They lie below the range that the kernel gives to outgoing connections, so that none of
/// those takes the port of a service that is just being restarted.
/// </summary>
internal sealed class FreePorts
{
    private const int First = 10_240;
    private const int End = 32_000;
    private const int Attempts = 1_000;

    private readonly HashSet<int> _taken = [];

    /// <exception cref="InvalidOperationException">No port of the range is free.</exception>
    public int Next()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (!_taken.Add(port)) continue;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
        throw new InvalidOperationException($"No port between {First} and {End} is free.");
    }
}
