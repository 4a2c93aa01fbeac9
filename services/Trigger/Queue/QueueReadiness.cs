using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScfAspire.Trigger.Queue;

/// <summary>Ready while events are taken.</summary>
public sealed class QueueReadiness(EventQueueNode node) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(node.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The queue has no session with Postgres."));
}
