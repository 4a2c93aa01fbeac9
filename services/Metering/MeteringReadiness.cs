using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ScfAspire.Metering;

/// <summary>Whether the store can be used: its schema is in place and Postgres answers.</summary>
public sealed class MeteringReadiness(NpgsqlDataSource dataSource) : IHealthCheck
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

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!_ready.Task.IsCompletedSuccessfully) return HealthCheckResult.Unhealthy("The store is not open yet.");
        try
        {
            await using var command = dataSource.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy("Postgres does not answer.", e);
        }
    }
}
