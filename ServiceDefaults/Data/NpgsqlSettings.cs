namespace Aspire.Npgsql;

/// <summary>
/// Settings of a Postgres data source, with the names and configuration keys of the Aspire component: <c>Aspire:Npgsql</c>, then
/// <c>Aspire:Npgsql:{name}</c>, then <c>ConnectionStrings:{name}</c>.
/// </summary>
public sealed class NpgsqlSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    public bool DisableMetrics { get; set; }
}
