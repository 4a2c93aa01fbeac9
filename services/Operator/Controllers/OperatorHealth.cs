using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Leadership;

namespace ScfAspire.Operator.Controllers;

/// <summary>A replica that does not lead is well; one that does has to see its objects.</summary>
public sealed class OperatorHealth(IEnumerable<IObjectWatch> watches, Leader leader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var behind = leader.Leading.IsCompleted ? watches.Where(watch => !watch.IsCurrent).Select(watch => watch.Plural).ToList() : [];
        return Task.FromResult(behind.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"not watched: {string.Join(", ", behind)}"));
    }
}
