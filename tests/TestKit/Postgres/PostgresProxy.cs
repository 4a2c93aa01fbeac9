using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.TestKit.Postgres;

/// <summary>
/// Stands between clients and a server, and can let a connection fall silent without ending it, as a firewall or a machine that lost its power does.
/// </summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Relay> _relays = [];
    private readonly string _server;
    private readonly Task _accepting;

    public PostgresProxy(PostgresDatabase database)
    {
        var target = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        _server = Path.Combine(target.Host!, SocketName);
        target.Host = _folder.FullName;
        ConnectionString = target.ConnectionString;
        _listener.Bind(new UnixDomainSocketEndPoint(_folder.Combine(SocketName)));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Leads to the database by way of the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections on which a client has sent this text.</summary>
    public int CountWithSent(string text) => _relays.Count(relay => relay.Sent(text));

    /// <summary>Nothing passes any more on connections on which a client has sent this text, in either direction; they stay open.</summary>
    public void SilenceWithSent(string text)
    {
        foreach (var relay in _relays.Where(relay => relay.Sent(text))) relay.Silence();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var relay in _relays) await relay.DisposeAsync();
        _end.Dispose();
        _folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptAsync(_end.Token);
            var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), _end.Token);
            _relays.Add(new Relay(client, server, _end.Token));
        }
    }

    private sealed class Relay : IAsyncDisposable
    {
        private readonly Socket _client;
        private readonly Socket _server;
        private readonly Task _copying;
        private readonly StringBuilder _sent = new();
        private volatile bool _silent;

        public Relay(Socket client, Socket server, CancellationToken end)
        {
            (_client, _server) = (client, server);
            _copying = Task.WhenAll(CopyAsync(client, server, keep: true, end), CopyAsync(server, client, keep: false, end));
        }

        public bool Sent(string text)
        {
            lock (_sent) return _sent.ToString().Contains(text, StringComparison.Ordinal);
        }

        public void Silence() => _silent = true;

        public async ValueTask DisposeAsync()
        {
            await _copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _client.Dispose();
            _server.Dispose();
        }

        private async Task CopyAsync(Socket from, Socket to, bool keep, CancellationToken end)
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer, end) is var count and > 0)
            {
                if (_silent) continue;
                if (keep) lock (_sent) _sent.Append(Encoding.Latin1.GetString(buffer, 0, count));
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), end);
            }

            if (!_silent) to.Shutdown(SocketShutdown.Send);
        }
    }
}
