using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ScfAspire.Trigger.Gateway;

/// <summary>
/// The web server of the gateway's port, apart from that of the service's other ports: no middleware stands before the handler, and its transport is its own.
/// </summary>
internal sealed class GatewayEndpoint : IHostedService, IDisposable
{
    private readonly KestrelServer _server;
    private readonly GatewayApplication _application;

    public GatewayEndpoint(GatewayOptions options, GatewayHandler handler, IConnectionListenerFactory transport, IServiceProvider services, ILoggerFactory loggers)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(kestrel), transport, loggers);
        _application = new GatewayApplication(handler);
    }

    /// <exception cref="IOException">The port is in use.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(_application, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();
}
