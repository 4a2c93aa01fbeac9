using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ScfAspire.ServiceDefaults.Telemetry;

/// <summary>Logs, metrics and traces of every process.</summary>
internal static class TelemetryExtensions
{
    /// <summary>Names of all our activity sources and meters begin with this.</summary>
    private const string Own = "ScfAspire.*";

    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var exports = !string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]);
        AddLogs(builder, exports);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName,
                serviceInstanceId: $"{Environment.MachineName}/{Environment.ProcessId}"))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Own, "Npgsql")
                .AddPrometheusExporter());
        if (!exports) return;
        // Spans that nobody collects cost time on every request: they are made where there is a collector.
        telemetry.UseOtlpExporter();
        telemetry.WithTracing(tracing => tracing
            .AddSource(Own, "Npgsql")
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context.Request.Path))
            .AddHttpClientInstrumentation()
            .AddGrpcClientInstrumentation());
    }

    private static bool IsProbe(Microsoft.AspNetCore.Http.PathString path) => path.StartsWithSegments("/healthz") || path.StartsWithSegments("/metrics");

    private static void AddLogs(WebApplicationBuilder builder, bool exports)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.IncludeScopes = false;
        });
        // Defaults that the configuration's Logging section overrides.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Readiness is asked many times a second while a service starts, and tells its reasons to who asks.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        if (!exports) return;
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        });
    }
}
