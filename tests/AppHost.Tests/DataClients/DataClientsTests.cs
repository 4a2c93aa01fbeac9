using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ScfAspire.TestKit.Postgres;
using ScfAspire.TestKit.Redis;
using StackExchange.Redis;

namespace ScfAspire.AppHost.Tests.DataClients;

/// <summary>What a service gets of <c>AddNpgsqlDataSource</c> and <c>AddRedisClient</c>, whether they are Aspire's or our own.</summary>
public sealed class DataClientsTests(PostgresFixture postgres, RedisFixture redis) : IClassFixture<PostgresFixture>, IClassFixture<RedisFixture>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_connection_strings_lead_to_the_servers_and_health_follows_them()
    {
        await using var service = Service(postgres.ConnectionString, redis.ConnectionString);

        var one = await service.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 1").ExecuteScalarAsync(_cancellation);
        var database = service.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        await database.StringSetAsync("key", "value");

        Assert.Equal(1, one);
        Assert.Equal("value", await database.StringGetAsync("key"));
        var report = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_cancellation);
        Assert.Equal(["PostgreSql", "StackExchange.Redis"], report.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(report.Entries.Values, entry => Assert.Equal(HealthStatus.Healthy, entry.Status));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unhealthy_and_stops_no_service()
    {
        // Nothing listens on port 1.
        await using var service = Service("Host=127.0.0.1;Port=1;Username=scf;Database=scf;Timeout=1", "127.0.0.1:1,connectTimeout=200");

        var report = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_cancellation);

        Assert.All(report.Entries.Values, entry => Assert.Equal(HealthStatus.Unhealthy, entry.Status));
    }

    [Fact]
    public async Task A_check_can_be_left_out_by_configuration()
    {
        await using var service = Service(postgres.ConnectionString, redis.ConnectionString, "--Aspire:Npgsql:DisableHealthChecks=true", "--Aspire:StackExchange:Redis:redis:DisableHealthChecks=true");

        var report = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_cancellation);

        Assert.Empty(report.Entries);
    }

    private static WebApplication Service(string postgres, string redis, params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--ConnectionStrings:scf={postgres}", $"--ConnectionStrings:redis={redis}", .. settings]);
        builder.Services.AddHealthChecks();
        builder.AddNpgsqlDataSource("scf");
        builder.AddRedisClient("redis");
        return builder.Build();
    }
}
