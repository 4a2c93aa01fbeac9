using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using ScfAspire.Transport.Http;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Trigger.Gateway;

/// <summary>What carries the gateway's connections: the event loop that its links to the agents are on, or the stock sockets where there is none.</summary>
internal static class GatewayTransport
{
    public static IConnectionListenerFactory Create(IServiceProvider services) => services.GetService<EventLoop>() is { } loop
        ? new LoopTransportFactory(loop, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<LoopTransportFactory>>())
        : new SocketTransportFactory(Options.Create(new SocketTransportOptions()), services.GetRequiredService<ILoggerFactory>());
}
