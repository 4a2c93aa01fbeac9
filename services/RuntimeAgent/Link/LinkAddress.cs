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
    public static Socket Listen(string link, LinkTls tls)
    {
        try
        {
            if (TcpOf(link) is not { } endPoint) return ListenUnix(link["unix:".Length..]);
            tls.Secures(endPoint);
            return ListenTcp(endPoint);
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            throw new ConfigurationException($"The invocation link cannot listen on {link}: {e.Message}", e);
        }
    }

    /// <summary>Looks at an address before anything is started.</summary>
    /// <exception cref="ConfigurationException">It is none, or it leaves the machine without TLS.</exception>
    public static void Check(string link, LinkTls tls)
    {
        try
        {
            if (TcpOf(link) is { } endPoint) tls.Secures(endPoint);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ConfigurationException)
        {
            throw new ConfigurationException($"{ScfEnvironment.Link}={link}: {e.Message}", e);
        }
    }

    // Null for a Unix socket.
    private static IPEndPoint? TcpOf(string link)
    {
        if (!link.StartsWith("tcp:", StringComparison.Ordinal)) return null;
        var address = link["tcp:".Length..];
        var colon = address.LastIndexOf(':');
        if (colon < 0) throw new FormatException("there is no port.");
        return new IPEndPoint(IPAddress.Parse(address[..colon]), ushort.Parse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture));
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

    private static Socket ListenTcp(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(endPoint);
        socket.Listen(Backlog);
        return socket;
    }
}
