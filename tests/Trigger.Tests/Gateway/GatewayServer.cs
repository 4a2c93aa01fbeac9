using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;
using ScfAspire.Trigger.Gateway;
using ScfAspire.Trigger.Gateway.Signatures;
using ScfAspire.Trigger.Tests.Doubles;

namespace ScfAspire.Trigger.Tests.Gateway;

/// <summary>The gateway's handler behind a real Kestrel on an ephemeral port.</summary>
public sealed class GatewayServer : IAsyncDisposable, ISignatureCheck
{
    private readonly WebApplication _app;

    private GatewayServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDispatcher>(Dispatcher)
            .AddSingleton<IRouteTable>(Routes)
            .AddGateway(new GatewayOptions())
            .AddSingleton<ISignatureCheck>(this);
        _app = builder.Build();
        var handler = _app.Services.GetRequiredService<GatewayHandler>();
        _app.Run(handler.HandleAsync);
    }

    public ScriptedDispatcher Dispatcher { get; } = new();

    public FixedRoutes Routes { get; } = new();

    /// <summary>What the signature check answers: null lets the request pass.</summary>
    public string? Refusal { get; set; } = "AuthFailure.SignatureFailure: no";

    public (string RawTarget, string Body)? Checked { get; private set; }

    public Uri Address => new(_app.Urls.First());

    public HttpClient Client { get; private set; } = null!;

    public static async Task<GatewayServer> StartAsync()
    {
        var server = new GatewayServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        return server;
    }

    public ValueTask<string?> CheckAsync(HttpRequest request, string rawTarget, ReadOnlyMemory<byte> body, FunctionKey key, CancellationToken cancellationToken)
    {
        Checked = (rawTarget, System.Text.Encoding.UTF8.GetString(body.Span));
        return new(Refusal);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
