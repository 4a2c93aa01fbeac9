using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Reflection;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ScfAspire.Api.OpenApi;
using ScfAspire.Api.Permissions;
using ScfAspire.Api.Tokens;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Grpc;

/// <summary>Puts the public API together: gRPC on its own port, REST and OpenAPI on the HTTP port.</summary>
public static class PublicApiExtensions
{
    // The largest code package, in base64 for REST, and what is around it.
    private const int MaxMessageBytes = 72 * 1024 * 1024;

    /// <summary>Adds the services behind the public API and opens the gRPC port. The application services are the caller's to add.</summary>
    public static WebApplicationBuilder AddPublicApi(this WebApplicationBuilder builder)
    {
        builder.ListenOn(ScfEnvironment.GrpcPort, HttpProtocols.Http2);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxMessageBytes);
        var services = builder.Services;
        services.AddSingleton(PortPolicy.From(builder.Configuration));
        services.AddSingleton(TokenSigningKey.From(builder.Configuration));
        services.AddSingleton<TokenAuthority>();
        services.AddSingleton<TokenExchange>();
        services.AddSingleton(provider => new PlatformCaller(provider.GetService<InternalKey>(), provider.GetRequiredService<PortPolicy>()));
        services.AddPermissions(builder.Configuration);
        services.AddSingleton<IIsolationReport, AgentIsolationReport>();
        services.AddSingleton<WebInvoker>();
        services.AddSingleton<OpenApiDocuments>();
        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<PublicCallInterceptor>();
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.MaxSendMessageSize = MaxMessageBytes;
        }).AddJsonTranscoding(json =>
        {
            // The details of errors, which REST writes out by their types.
            json.TypeRegistry = TypeRegistry.FromMessages(ErrorInfo.Descriptor, BadRequest.Descriptor);
        });
        services.AddGrpcHealthChecks();
        // Of the public services alone: the internal ones are nobody's business outside.
        services.AddSingleton(new ReflectionServiceImpl([.. PublicServices.Descriptors, ServerReflection.Descriptor]));
        services.AddSingleton(new ReflectionV1ServiceImpl([.. PublicServices.Descriptors, global::Grpc.Reflection.V1.ServerReflection.Descriptor]));
        return builder;
    }

    /// <summary>Keeps every path to the port that it belongs to; comes before any endpoint.</summary>
    public static WebApplication UsePortPolicy(this WebApplication app)
    {
        var policy = app.Services.GetRequiredService<PortPolicy>();
        app.Use(async (context, next) =>
        {
            if (policy.Serves(context.Connection.LocalPort, context.Request.Path.Value ?? "/")) await next(context);
            else context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        return app;
    }

    /// <summary>Maps the public gRPC services with their REST forms, health, reflection and <c>/openapi/v1.json</c>.</summary>
    public static WebApplication MapPublicApi(this WebApplication app)
    {
        app.MapGrpcService<NamespaceRpc>();
        app.MapGrpcService<FunctionRpc>();
        app.MapGrpcService<VersionRpc>();
        app.MapGrpcService<AliasRpc>();
        app.MapGrpcService<TriggerRpc>();
        app.MapGrpcService<InvocationRpc>();
        // Before the same method of the whole service.
        app.MapGrpcService<InvokeBytesRpc>().Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
        app.MapGrpcService<LogRpc>();
        app.MapGrpcService<TokenRpc>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
        app.MapGet("/openapi/v1.json", (OpenApiDocuments documents) => Results.Content(documents.V1, "application/json"));
        return app;
    }
}
