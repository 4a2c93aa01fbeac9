using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ScfAspire.ServiceDefaults;

/// <summary>What every service has: internal and status endpoints, health, telemetry, clients of the other services.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Opens the internal and the status endpoint, adds gRPC with the internal key, health checks and telemetry.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.ListenOn(ScfEnvironment.InternalPort, HttpProtocols.Http2);
        builder.ListenOn(ScfEnvironment.StatusPort, HttpProtocols.Http1);
        builder.Services.AddSingleton(InternalKey.From(builder.Configuration));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<InternalKeyServerInterceptor>());
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }

    /// <summary>A typed client of another service's internal endpoint, authenticated with the internal key.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">Name in the composition: <c>api</c>, <c>scheduler</c>, <c>trigger</c>, <c>metering</c>.</param>
    public static IHttpClientBuilder AddInternalClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : class
    {
        var url = builder.Configuration[$"services:{service}:internal:0"]
            ?? throw new InvalidOperationException($"services__{service}__internal__0 is not set: the address of the {service} service is needed.");
        return builder.Services
            .AddGrpcClient<TClient>((GrpcClientFactoryOptions options) => options.Address = new Uri(url))
            .AddInterceptor(provider => new InternalKeyClientInterceptor(provider.GetRequiredService<InternalKey>()));
    }

    /// <summary><c>/healthz/live</c>, <c>/healthz/ready</c> (and <c>/metrics</c>) on the status port.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        var port = app.Configuration[ScfEnvironment.StatusPort];
        if (string.IsNullOrEmpty(port)) return app;
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).RequireHost($"*:{port}");
        app.MapHealthChecks("/healthz/ready").RequireHost($"*:{port}");
        return app;
    }
}
