using System.Net.Sockets;
using System.Text;

namespace ScfAspire.Bench.Load;

/// <summary>Clients that ask for something large, read its beginning and then read no more.</summary>
internal sealed class StalledClients : IDisposable
{
    private const int SmallWindow = 8 * 1024;

    private readonly List<Socket> _sockets = [];

    private StalledClients()
    {
    }

    public static async Task<StalledClients> StartAsync(Uri url, int count, CancellationToken cancellationToken)
    {
        var clients = new StalledClients();
        var beginning = new byte[1024];
        for (var client = 0; client < count; client++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallWindow };
            clients._sockets.Add(socket);
            await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"), cancellationToken);
            var read = await socket.ReceiveAsync(beginning, cancellationToken);
            if (!Encoding.ASCII.GetString(beginning, 0, read).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new BenchException($"{url} answered {Encoding.ASCII.GetString(beginning, 0, read)}");
        }

        return clients;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }
}
