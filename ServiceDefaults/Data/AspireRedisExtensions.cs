using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Data;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for the Aspire component <c>Aspire.StackExchange.Redis</c> where its package cannot be had: same names, keys, health check.</summary>
public static class AspireRedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";

    /// <summary>Registers an <see cref="IConnectionMultiplexer"/> for the connection string <paramref name="connectionName"/> and its health check.</summary>
    /// <remarks>The connection is made in the background and made again whenever it breaks: Redis may start later than the service.</remarks>
    /// <exception cref="ConfigurationException">There is no such connection string.</exception>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder, string connectionName, Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        var settings = new StackExchangeRedisSettings();
        foreach (var section in (IConfigurationSection[])[builder.Configuration.GetSection(Section), builder.Configuration.GetSection($"{Section}:{connectionName}")])
        {
            settings.ConnectionString = section[nameof(settings.ConnectionString)] ?? settings.ConnectionString;
            settings.DisableHealthChecks = section.Flag(nameof(settings.DisableHealthChecks), settings.DisableHealthChecks);
            settings.DisableTracing = section.Flag(nameof(settings.DisableTracing), settings.DisableTracing);
        }
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);
        if (string.IsNullOrEmpty(settings.ConnectionString))
            throw new ConfigurationException($"ConnectionStrings__{connectionName} is not set: the address of Redis is needed.");
        var options = ConfigurationOptions.Parse(settings.ConnectionString);
        options.AbortOnConnectFail = false;
        options.ClientName ??= builder.Environment.ApplicationName;
        configureOptions?.Invoke(options);
        builder.Services.AddSingleton<IConnectionMultiplexer>(provider =>
        {
            options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
            return ConnectionMultiplexer.Connect(options);
        });
        if (settings.DisableHealthChecks) return;
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "StackExchange.Redis", provider => new RedisHealthCheck(provider.GetRequiredService<IConnectionMultiplexer>()), null, null, RedisHealthCheck.Timeout));
    }
}
