using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScfAspire.Metering;

/// <summary>Whether the store's schema is in place; that Postgres answers is a check of its own.</summary>
public sealed class MeteringReadiness : IHealthCheck
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the schema and today's partitions are in place.</summary>
    public Task Ready => _ready.Task;

    public void SetReady() => _ready.TrySetResult();

    /// <exception cref="RpcException">UNAVAILABLE until the schema is in place.</exception>
    public void ThrowUnlessReady()
    {
        if (!_ready.Task.IsCompletedSuccessfully)
            throw new RpcException(new Status(StatusCode.Unavailable, "Metering is not ready: its store is not open yet."));
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ready.Task.IsCompletedSuccessfully ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The store is not open yet."));
}
