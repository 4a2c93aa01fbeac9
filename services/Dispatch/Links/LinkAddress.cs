using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Dispatch.Links;

/// <summary>Where an agent's link listens: <c>unix:/path</c> or <c>tcp:host:port</c>.</summary>
internal static class LinkAddress
{
    /// <summary>Connects a socket, with TLS over it where that is called for; the caller owns both.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="FormatException">The text is no such address.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">Who listens there has no certificate of the installation for it.</exception>
    /// <exception cref="ConfigurationException">The link would leave the machine without TLS.</exception>
    public static async Task<(Socket Socket, Stream? Secured)> ConnectAsync(string address, LinkTls tls, CancellationToken cancellationToken)
    {
        var (family, protocol, endPoint) = Parse(address);
        var secures = tls.Secures(endPoint);
        var socket = family is AddressFamily.Unspecified ? new Socket(SocketType.Stream, protocol) : new Socket(family, SocketType.Stream, protocol);
        try
        {
            if (protocol == ProtocolType.Tcp) socket.NoDelay = true;
            // A Unix socket connects at once or not at all, and must not have been waited for: see FrameConnections.
            if (family == AddressFamily.Unix) socket.Connect(endPoint);
            else await socket.ConnectAsync(endPoint, cancellationToken);
            return (socket, secures ? await tls.ConnectAsync(socket, endPoint, cancellationToken) : null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (AddressFamily Family, ProtocolType Protocol, EndPoint EndPoint) Parse(string address)
    {
        if (address.StartsWith("unix:", StringComparison.Ordinal))
            return (AddressFamily.Unix, ProtocolType.Unspecified, new UnixDomainSocketEndPoint(address[5..]));
        if (address.StartsWith("tcp:", StringComparison.Ordinal) && address.LastIndexOf(':') is var colon and > 4
            && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            var host = address[4..colon].Trim('[', ']');
            return IPAddress.TryParse(host, out var ip)
                ? (ip.AddressFamily, ProtocolType.Tcp, new IPEndPoint(ip, port))
                : (AddressFamily.Unspecified, ProtocolType.Tcp, new DnsEndPoint(host, port));
        }

        throw new FormatException($"{address} is no link address: unix:/path or tcp:host:port is needed.");
    }
}
