namespace Aspire.StackExchange.Redis;

/// <summary>
/// Settings of a Redis client, with the names and configuration keys of the Aspire component: <c>Aspire:StackExchange:Redis</c>, then
/// <c>Aspire:StackExchange:Redis:{name}</c>, then <c>ConnectionStrings:{name}</c>.
/// </summary>
public sealed class StackExchangeRedisSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }
}
