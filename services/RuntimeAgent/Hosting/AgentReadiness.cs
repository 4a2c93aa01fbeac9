using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScfAspire.RuntimeAgent.Registration;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>Ready once the Scheduler knows of this agent.</summary>
internal sealed class AgentReadiness(SchedulerReporter reporter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(reporter.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The Scheduler cannot be reached."));
}
