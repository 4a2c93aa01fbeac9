using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ScfAspire.ServiceDefaults.Data;

/// <summary>Healthy while Postgres answers a query.</summary>
internal sealed class NpgsqlHealthCheck(NpgsqlDataSource source) : IHealthCheck
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"Postgres does not answer: {exception.Message}", exception);
        }
    }
}
