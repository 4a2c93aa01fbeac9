using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ScfAspire.ServiceDefaults.Metrics;

/// <summary>One scrape target for a whole installation.</summary>
public static class AggregatedMetricsExtensions
{
    /// <summary>Serves the metrics of all services in <see cref="ScfEnvironment.StatusUrls"/> in the Prometheus text format.</summary>
    /// <exception cref="ConfigurationException">The list is malformed.</exception>
    public static IEndpointConventionBuilder MapAggregatedMetrics(this IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        var metrics = new AggregatedMetrics(endpoints.ServiceProvider.GetRequiredService<IConfiguration>());
        RequestDelegate answer = async context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await context.Response.WriteAsync(await metrics.ReadAsync(context.RequestAborted), context.RequestAborted);
        };
        return endpoints.MapMethods(pattern, [HttpMethods.Get], answer);
    }
}
