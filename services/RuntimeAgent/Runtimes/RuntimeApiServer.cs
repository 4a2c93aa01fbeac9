using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>
/// The HTTP Runtime API of all custom runtimes: one server, whose connections come from listeners inside the sandboxes' own networks. Each
/// connection knows its runtime by the listener that it came through.
/// </summary>
internal sealed class RuntimeApiServer : IHostedService, IConnectionListenerFactory, IConnectionListener, IHttpApplication<HttpContext>, IDisposable
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();
    private readonly SocketConnectionContextFactory _contexts;
    private readonly KestrelServer _server;

    public RuntimeApiServer(ILoggerFactory loggers)
    {
        _contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), loggers.CreateLogger("ScfAspire.RuntimeAgent.RuntimeApi"));
        var options = new KestrelServerOptions { AddServerHeader = false };
        // A runtime may wait for its next event for as long as it lives; the size of a result is checked where its limit is known.
        options.Limits.KeepAliveTimeout = Timeout.InfiniteTimeSpan;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Listen(EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), this, loggers);
    }

    /// <summary>As the sandboxes see it.</summary>
    public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, FunctionEnvironment.RuntimeApiPort);

    EndPoint IConnectionListener.EndPoint => EndPoint;

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(this, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _connections.Writer.TryComplete();
        return _server.StopAsync(cancellationToken);
    }

    /// <summary>Serves the connections of one sandbox until its listener is closed.</summary>
    public async Task ServeAsync(Socket listener, CustomRuntime runtime)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                socket.NoDelay = true;
                var connection = _contexts.Create(socket);
                connection.Features.Set(runtime);
                if (!_connections.Writer.TryWrite(connection)) await connection.DisposeAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The sandbox has ended.
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => context.Features.GetRequiredFeature<CustomRuntime>().HandleAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public void Dispose()
    {
        _server.Dispose();
        _contexts.Dispose();
    }
}
