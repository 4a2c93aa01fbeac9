using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScfAspire.Transport.Http;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Tests.Http;

/// <summary>A web server whose port is on an event loop.</summary>
internal sealed class LoopServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EventLoop _loop;

    private LoopServer(WebApplication app, EventLoop loop, int port) => (_app, _loop, Port) = (app, loop, port);

    public int Port { get; }

    public static async Task<LoopServer> StartAsync(RequestDelegate handler, int port = 0)
    {
        if (port == 0) port = FreePort();
        var loop = new EventLoop("http", NullLogger.Instance, TimeSpan.FromMicroseconds(100));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IConnectionListenerFactory>(
            new LoopTransportFactory(loop, TimeProvider.System, NullLogger<LoopTransportFactory>.Instance));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Run(handler);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            loop.Dispose();
            throw;
        }

        return new LoopServer(app, loop, port);
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _loop.Dispose();
    }
}
