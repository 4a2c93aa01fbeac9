using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.ServiceDefaults;
using ScfAspire.Transport.Frames;

namespace ScfAspire.RuntimeAgent.Link;

/// <summary>Accepts the links of all Dispatch processes.</summary>
internal sealed partial class LinkServer(
    AgentOptions options, LinkIdentity identity, LinkTls tls, InstanceTable instances, FrameConnections connections, TimeProvider time, ILoggerFactory loggers)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<LinkSession, bool> _sessions = new();
    private readonly ILogger<LinkSession> _log = loggers.CreateLogger<LinkSession>();
    private Socket? _listener;
    private volatile bool _closed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = LinkAddress.Listen(options.Link, tls);
        _ = AcceptAsync(_listener);
        return Task.CompletedTask;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                if (await NextAsync(listener) is not { } socket) continue;
                if (socket.AddressFamily != AddressFamily.Unix) socket.NoDelay = true;
                if (tls.Secures(listener.LocalEndPoint!)) _ = SecureAsync(socket);
                else Begin(socket, null);
            }
        }
        catch (Exception e) when (_closed && e is SocketException or ObjectDisposedException)
        {
            // The listener was closed: the agent ends.
        }
    }

    // Too many open files, or a caller that has gone again: the next may be taken.
    private async Task<Socket?> NextAsync(Socket listener)
    {
        try
        {
            return await listener.AcceptAsync();
        }
        catch (SocketException e) when (!_closed)
        {
            LogNotAccepted(_log, e.Message);
            await Task.Delay(AcceptPause, time);
            return null;
        }
    }

    private async Task SecureAsync(Socket socket)
    {
        var from = RemoteOf(socket);
        using var limit = new CancellationTokenSource(LinkLimits.HelloLimit, time);
        try
        {
            Begin(socket, await tls.AcceptAsync(socket, limit.Token));
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            LogNotSecured(_log, from, e.Message);
            socket.Dispose();
        }
    }

    private static string RemoteOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint?.ToString() ?? "";
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return "a connection that is gone";
        }
    }

    private void Begin(Socket socket, Stream? secured)
    {
        var session = new LinkSession(connections.Create(socket, FrameLimits.LinkPayloadBytes, secured), identity, instances, _log);
        _sessions[session] = true;
        _ = RunAsync(session);
    }

    private async Task RunAsync(LinkSession session)
    {
        await session.RunAsync(time);
        _sessions.TryRemove(session, out _);
    }

    /// <summary>Tells every Dispatch to send nothing more.</summary>
    public void GoAway(string text)
    {
        foreach (var session in _sessions.Keys) session.GoAway(GoAwayCode.Leaving, text);
    }

    /// <summary>Tells every Dispatch how far the records are stored.</summary>
    public void Shipped(ulong sequence)
    {
        foreach (var session in _sessions.Keys) session.Shipped(sequence);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _closed = true;
        _listener?.Dispose();
        GoAway("The agent ends.");
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _closed = true;
        _listener?.Dispose();
        foreach (var session in _sessions.Keys) session.Connection.Dispose();
    }
}
