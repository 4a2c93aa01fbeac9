using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Leases;
using ScfAspire.Dispatch.Links;
using ScfAspire.Dispatch.Records;
using ScfAspire.Dispatch.Routes;
using ScfAspire.Dispatch.Telemetry;
using ScfAspire.ServiceDefaults;
using ScfAspire.Transport;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Dispatch;

/// <summary>Adds the dispatching side to a service.</summary>
public static class DispatchExtensions
{
    /// <summary>
    /// Registers <see cref="IDispatcher"/>, <see cref="IRouteTable"/> and what keeps them going. Needs the addresses of the Api, the Scheduler and Metering
    /// (the Api itself may leave out its own) and the internal key.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">Name of the service, for logs and for the Scheduler.</param>
    /// <param name="onLoop">Links to agents on this machine are served by the process's event loop, and callers go on there when their invocation has ended: they must not block.</param>
    public static WebApplicationBuilder AddDispatch(this WebApplicationBuilder builder, string service, bool onLoop = false)
    {
        if (service == "api" && builder.Configuration["services:api:internal:0"] is null && builder.Configuration[ScfEnvironment.InternalPort] is { Length: > 0 } port)
            builder.Configuration["services:api:internal:0"] = $"http://{builder.Configuration[ScfEnvironment.BindHost] ?? "127.0.0.1"}:{port}";
        builder.AddInternalClient<Catalog.CatalogClient>("api");
        builder.AddInternalClient<ScfAspire.Contracts.Internal.V1.Leases.LeasesClient>("scheduler");
        builder.AddInternalClient<RecordIngest.RecordIngestClient>("metering");

        var services = builder.Services;
        services.Configure<DispatchOptions>(builder.Configuration.GetSection(DispatchOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        if (onLoop) services.AddTransport(builder.Configuration);
        else services.TryAddSingleton(new FrameConnections(null));
        services.AddSingleton(provider => DispatchIdentity.New(service, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DispatchTelemetry>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DispatchOptions>>().Value;
            return new RouteStore(options.RouteLimit, options.AnnouncedLimit);
        });
        services.AddSingleton<RouteSpellings>();
        services.AddSingleton<IRouteTable, RouteTable>();
        services.AddSingleton<RecordOutbox>();
        services.AddSingleton<ICallRecords>(provider => provider.GetRequiredService<RecordOutbox>());
        services.AddSingleton(LinkTls.From(builder.Configuration));
        services.AddSingleton<LinkConnector>();
        services.AddSingleton<LinkPool>();
        services.AddSingleton<LeasePools>();
        services.AddSingleton<SchedulerLink>();
        services.AddSingleton<IDispatcher, Dispatcher>();
        // Stopped in reverse: links end before the last records are sent.
        services.AddHostedService(provider => provider.GetRequiredService<RecordOutbox>());
        services.AddHostedService<RouteWatcher>();
        services.AddHostedService<LinkCloser>();
        services.AddHostedService(provider => provider.GetRequiredService<SchedulerLink>());
        return builder;
    }
}
