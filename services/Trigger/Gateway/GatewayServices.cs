using ScfAspire.Trigger.Gateway.Signatures;

namespace ScfAspire.Trigger.Gateway;

/// <summary>Registers the gateway role.</summary>
public static class GatewayServices
{
    /// <summary>Everything but the dispatcher, the route table and the catalog's client.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(options)
        .AddSingleton<GatewayInstruments>()
        .AddSingleton<ISignatureCheck, CatalogSignatureCheck>()
        .AddSingleton<GatewayHandler>();

    /// <summary>Takes every request on the gateway's port. Must come before anything else in the pipeline: a function's path may be any path.</summary>
    public static WebApplication UseGateway(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<GatewayOptions>().Port;
        var handler = app.Services.GetRequiredService<GatewayHandler>();
        app.Use((HttpContext context, RequestDelegate next) => context.Connection.LocalPort == port ? handler.HandleAsync(context) : next(context));
        return app;
    }
}
