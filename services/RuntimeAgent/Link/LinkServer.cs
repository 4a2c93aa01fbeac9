using System.Collections.Concurrent;
using System.Net.Sockets;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Instances;

namespace ScfAspire.RuntimeAgent.Link;

/// <summary>Accepts the links of all Dispatch processes.</summary>
internal sealed partial class LinkServer(
    AgentOptions options, LinkIdentity identity, InstanceTable instances, TimeProvider time, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<LinkSession, Task> _sessions = new();
    private readonly ILogger<LinkSession> _log = loggers.CreateLogger<LinkSession>();
    private Socket? _listener;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = LinkAddress.Listen(options.Link);
        _ = AcceptAsync(_listener);
        return Task.CompletedTask;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                if (socket.AddressFamily != AddressFamily.Unix) socket.NoDelay = true;
                var session = new LinkSession(socket, identity, instances, _log);
                _sessions[session] = Task.CompletedTask;
                _sessions[session] = RunAsync(session);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed: the agent ends.
        }
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
        _listener?.Dispose();
        GoAway("The agent ends.");
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _listener?.Dispose();
        foreach (var session in _sessions.Keys) session.Connection.Dispose();
    }
}
