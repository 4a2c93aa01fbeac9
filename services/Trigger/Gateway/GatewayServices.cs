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

    /// <summary>Opens the gateway's port, once everything that was registered before has started.</summary>
    public static IServiceCollection AddGatewayEndpoint(this IServiceCollection services) => services.AddHostedService(provider => new GatewayEndpoint(
        provider.GetRequiredService<GatewayOptions>(),
        provider.GetRequiredService<GatewayHandler>(),
        GatewayTransport.Create(provider),
        provider,
        provider.GetRequiredService<ILoggerFactory>()));
}
