using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ScfAspire.ServiceDefaults.Health;
using ScfAspire.ServiceDefaults.Lifetime;
using ScfAspire.ServiceDefaults.Pods;
using ScfAspire.ServiceDefaults.Telemetry;

namespace ScfAspire.ServiceDefaults;

/// <summary>What every service has: internal and status endpoints, health, telemetry, clients of the other services.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>What a service may take to end its work after SIGTERM, seconds, unless <see cref="ScfEnvironment.StopSeconds"/> says so. The local runner waits a little longer.</summary>
    private const int StopSeconds = 5;

    /// <summary>Opens the internal and the status endpoint, adds gRPC with the internal key, health checks and telemetry, and gives memory back when idle.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        StartupFaults.Arm();
        ParentWatch.Arm(builder.Configuration);
        builder.ListenOn(ScfEnvironment.InternalPort, HttpProtocols.Http2);
        builder.ListenOn(ScfEnvironment.StatusPort, HttpProtocols.Http1);
        builder.AddTelemetry();
        builder.Services.AddSingleton(InternalKey.From(builder.Configuration));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<InternalKeyServerInterceptor>());
        builder.Services.AddHealthChecks();
        var stop = StopTime(builder.Configuration);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stop);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<IdleCollection>();
        return builder;
    }

    /// <summary>
    /// A typed client of another service's internal endpoint, authenticated with the internal key. Internal calls are idempotent: one that the
    /// other side could not take because it restarts is sent again, for some two seconds.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">Name in the composition: <c>api</c>, <c>scheduler</c>, <c>trigger</c>, <c>metering</c>.</param>
    /// <exception cref="ConfigurationException">The other service's address is not set.</exception>
    public static IHttpClientBuilder AddInternalClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TClient>(
        this WebApplicationBuilder builder, string service)
        where TClient : class
    {
        var url = builder.Configuration[$"services:{service}:internal:0"]
            ?? throw new ConfigurationException($"services__{service}__internal__0 is not set: the address of the {service} service is needed.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            throw new ConfigurationException($"services__{service}__internal__0={url} is not a URL.");
        return builder.Services
            .AddGrpcClient<TClient>((GrpcClientFactoryOptions options) => options.Address = address)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                UseProxy = false,
            })
            .ConfigureChannel(channel => channel.ServiceConfig = new ServiceConfig { MethodConfigs = { RetryWhileUnavailable() } })
            .AddInterceptor(provider => provider.GetService<PodIdentity>() is { } pod ? new PodIdentityInterceptor(pod) : new InternalKeyClientInterceptor(provider.GetRequiredService<InternalKey>()));
    }

    /// <summary><c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c>, on the status port alone.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        if (!int.TryParse(app.Configuration[ScfEnvironment.StatusPort], out var port)) return app;
        // By the connection's own port: a Host header is whatever the caller writes.
        app.MapWhen(context => context.Connection.LocalPort == port, status =>
        {
            status.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportWriter.WriteAsync });
            status.UseHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync });
            status.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
            status.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });
        return app;
    }

    private static TimeSpan StopTime(ConfigurationManager configuration)
    {
        var text = configuration[ScfEnvironment.StopSeconds];
        if (string.IsNullOrEmpty(text)) return TimeSpan.FromSeconds(StopSeconds);
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new ConfigurationException($"{ScfEnvironment.StopSeconds}={text} is not a number of seconds from 1 to {ushort.MaxValue}.");
    }

    private static MethodConfig RetryWhileUnavailable() => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
