using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Http;

/// <summary>
/// Serves chosen ports of the web server on an event loop; all others stay with the stock sockets. The server's own HTTP parser and contexts are kept.
/// </summary>
public sealed class LoopTransportFactory(EventLoop loop, IReadOnlySet<int> ports, TimeProvider time, ILogger<LoopTransportFactory> logger)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint ip && ports.Contains(ip.Port);

    /// <inheritdoc/>
    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(LoopHttpListener.Listen(loop, (IPEndPoint)endpoint, time, logger));
}
