using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Data;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for the Aspire component <c>Aspire.Npgsql</c> where its package cannot be had: same names, keys, health check, telemetry.</summary>
public static class AspireNpgsqlExtensions
{
    private const string Section = "Aspire:Npgsql";

    /// <summary>Registers an <see cref="NpgsqlDataSource"/> for the connection string <paramref name="connectionName"/> and its health check.</summary>
    /// <exception cref="ConfigurationException">There is no such connection string.</exception>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder, string connectionName, Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
    {
        var settings = new NpgsqlSettings();
        foreach (var section in (IConfigurationSection[])[builder.Configuration.GetSection(Section), builder.Configuration.GetSection($"{Section}:{connectionName}")])
        {
            settings.ConnectionString = section[nameof(settings.ConnectionString)] ?? settings.ConnectionString;
            settings.DisableHealthChecks = section.Flag(nameof(settings.DisableHealthChecks), settings.DisableHealthChecks);
            settings.DisableTracing = section.Flag(nameof(settings.DisableTracing), settings.DisableTracing);
            settings.DisableMetrics = section.Flag(nameof(settings.DisableMetrics), settings.DisableMetrics);
        }
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);
        if (string.IsNullOrEmpty(settings.ConnectionString))
            throw new ConfigurationException($"ConnectionStrings__{connectionName} is not set: the address of Postgres is needed.");
        builder.Services.AddNpgsqlDataSource(settings.ConnectionString, source =>
        {
            if (settings.DisableTracing)
                source.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false));
            configureDataSourceBuilder?.Invoke(source);
        });
        if (settings.DisableHealthChecks) return;
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "PostgreSql", provider => new NpgsqlHealthCheck(provider.GetRequiredService<NpgsqlDataSource>()), null, null, NpgsqlHealthCheck.Timeout));
    }
}
