using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.AppHost.Installations;

/// <summary>The ports that users reach; every other port is ephemeral.</summary>
internal static class PublicPort
{
    /// <summary>The port in <paramref name="key"/>, or <paramref name="standard"/>.</summary>
    /// <exception cref="InstallationException">The value is no port, or, where <paramref name="mustBeFree"/>, somebody listens on it.</exception>
    public static int Read(IConfiguration configuration, string key, int standard, IPAddress bind, bool mustBeFree)
    {
        var text = configuration[key];
        var port = standard;
        if (!string.IsNullOrEmpty(text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            throw new InstallationException($"{key}={text} is not a port number (1 to 65535).");
        if (mustBeFree && !IsFree(bind, port))
            throw new InstallationException($"Port {port} is in use; free it, or set {key} to another port.");
        return port;
    }

    private static bool IsFree(IPAddress bind, int port)
    {
        using var socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(bind, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException exception)
        {
            throw new InstallationException($"{bind}:{port} cannot be listened on: {exception.Message}.", exception);
        }
    }
}
