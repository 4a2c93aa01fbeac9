using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Link;

/// <summary>Opens the socket that an invocation link is served on.</summary>
internal static class LinkAddress
{
    private const int Backlog = 128;

    /// <exception cref="ConfigurationException">The address cannot be listened on; the message says why.</exception>
    public static Socket Listen(string link)
    {
        try
        {
            return link.StartsWith("unix:", StringComparison.Ordinal) ? ListenUnix(link["unix:".Length..]) : ListenTcp(link["tcp:".Length..]);
        }
        catch (Exception e) when (e is SocketException or FormatException or IOException or ArgumentException)
        {
            throw new ConfigurationException($"The invocation link cannot listen on {link}: {e.Message}", e);
        }
    }

    private static Socket ListenUnix(string path)
    {
        // What a former life left; a socket of a living agent is not in its own data folder.
        File.Delete(path);
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        socket.Listen(Backlog);
        return socket;
    }

    private static Socket ListenTcp(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0) throw new FormatException("there is no port.");
        var endPoint = new IPEndPoint(IPAddress.Parse(address[..colon]), int.Parse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture));
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(endPoint);
        socket.Listen(Backlog);
        return socket;
    }
}
