using System.Net;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ScfAspire.Cli.Tests.Platform;

/// <summary>A platform in memory behind real gRPC on a port of its own.</summary>
public sealed class PlatformDouble : IAsyncDisposable
{
    public const string SecretId = "AKIDtest";
    public const string SecretKey = "test-secret";
    private const string Token = "token-of-the-double";

    private readonly WebApplication _app;

    private PlatformDouble()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<Gate>());
        builder.Services.AddSingleton(State);
        _app = builder.Build();
        _app.MapGrpcService<TokensDouble>();
        _app.MapGrpcService<NamespacesDouble>();
        _app.MapGrpcService<FunctionsDouble>();
        _app.MapGrpcService<VersionsDouble>();
        _app.MapGrpcService<AliasesDouble>();
        _app.MapGrpcService<TriggersDouble>();
        _app.MapGrpcService<InvocationsDouble>();
        _app.MapGrpcService<LogsDouble>();
    }

    public PlatformState State { get; } = new();

    public string Endpoint { get; private set; } = "";

    public static async Task<PlatformDouble> StartAsync()
    {
        var platform = new PlatformDouble();
        await platform._app.StartAsync();
        platform.Endpoint = platform._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return platform;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Lets in who has the token, and fails calls as a test wants.</summary>
    private sealed class Gate(PlatformState state) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Check(context);
            return continuation(request, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            Check(context);
            return continuation(request, responseStream, context);
        }

        private void Check(ServerCallContext context)
        {
            if (context.Method.StartsWith("/scf.v1.TokenService/", StringComparison.Ordinal)) return;
            if (context.RequestHeaders.GetValue("authorization") != $"Bearer {Token}") throw PlatformFault.Of(Code.Unauthenticated, "AuthFailure.UnauthorizedOperation", "no token");
            if (state.Fault is { } fault) throw fault;
        }
    }

    private sealed class TokensDouble : V1.TokenService.TokenServiceBase
    {
        public override Task<V1.ExchangeResponse> Exchange(V1.ExchangeRequest request, ServerCallContext context)
        {
            if (request.SecretId != SecretId || !Contracts.Tokens.TokenSignature.Verify(SecretId, SecretKey, request.Timestamp, request.Nonce, request.Signature))
                throw PlatformFault.Of(Code.Unauthenticated, "AuthFailure.SignatureFailure", "The signature does not fit.");
            return Task.FromResult(new V1.ExchangeResponse { AccessToken = Token, ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(1)) });
        }
    }
}
