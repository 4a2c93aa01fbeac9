using Microsoft.AspNetCore.Server.Kestrel.Core;
using ScfAspire.Api.Catalog;
using ScfAspire.Api.Grpc;
using ScfAspire.Api.Scf;
using ScfAspire.Dispatch;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Metrics;

namespace ScfAspire.Api;

/// <summary>Puts the service together.</summary>
public static class ApiHost
{
    /// <param name="args">Command line; its settings win over the environment's.</param>
    /// <param name="configure">Last word on the services, for hosts that replace some.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.ListenOn(ScfEnvironment.HttpPort, HttpProtocols.Http1);
        builder.AddControlPlane();
        builder.AddDispatch("api");
        builder.AddPublicApi();
        builder.Services.AddScfEndpoint();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.UsePortPolicy();
        app.MapPublicApi();
        app.MapScfEndpoint();
        app.MapHealthChecks("/healthz");
        app.MapAggregatedMetrics();
        app.MapGrpcService<CatalogService>();
        return app;
    }
}
