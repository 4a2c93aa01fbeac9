using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Http;

/// <summary>
/// Serves a web server's ports on an event loop. The server's own HTTP parser and contexts are kept.
/// </summary>
public sealed class LoopTransportFactory(EventLoop loop, TimeProvider time, ILogger<LoopTransportFactory> logger)
    : IConnectionListenerFactory
{
    /// <inheritdoc/>
    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(LoopHttpListener.Listen(loop, (IPEndPoint)endpoint, time, logger));
}
