using System.Globalization;
using ScfAspire.Core.Runtimes;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Installation;

/// <summary>What this installation says of itself to functions and callers.</summary>
public sealed record InstallationOptions
{
    private const string DefaultZone = "Asia/Shanghai";

    /// <summary>Base of the URLs of <c>http</c> triggers, without a trailing slash.</summary>
    public required string GatewayUrl { get; init; }

    public required string Region { get; init; }

    public required string AppId { get; init; }

    public required string Uin { get; init; }

    /// <summary>Zone of the times in answers of the SCF endpoint.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    public required RuntimeCatalogue Runtimes { get; init; }

    /// <summary>Clusters that namespaces may be bound to, and in each the namespace of pods that name none.</summary>
    public IReadOnlyDictionary<string, string> Clusters { get; init; } = new Dictionary<string, string>();

    /// <summary>The one with offline capacity for namespaces that name no cluster; empty for none.</summary>
    public string OfflineCluster { get; init; } = "";

    /// <summary>Port of the SCF endpoint and REST; 0 when not opened.</summary>
    public required int HttpPort { get; init; }

    /// <summary>
    /// Reads SCF_GATEWAY_URL, SCF_REGION, SCF_APP_ID, SCF_UIN, SCF_TIME_ZONE, SCF_RUNTIMES (comma list; <c>default</c> in it
    /// stands for what is offered without it), SCF_HTTP_PORT, Kubernetes:Clusters and Kubernetes:OfflineCluster.
    /// </summary>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public static InstallationOptions From(IConfiguration configuration)
    {
        var gateway = configuration["SCF_GATEWAY_URL"] is { Length: > 0 } url ? url : "http://127.0.0.1:8082";
        if (!Uri.TryCreate(gateway, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
            throw new ConfigurationException($"SCF_GATEWAY_URL={gateway} is not an http or https URL.");
        return new()
        {
            GatewayUrl = gateway.TrimEnd('/'),
            Region = Text(configuration, "SCF_REGION", "ap-guangzhou"),
            AppId = Text(configuration, "SCF_APP_ID", "1250000000"),
            Uin = Text(configuration, "SCF_UIN", "100000000000"),
            TimeZone = Zone(configuration["SCF_TIME_ZONE"]),
            Runtimes = OfferedRuntimes(configuration["SCF_RUNTIMES"]),
            Clusters = configuration.GetSection("Kubernetes:Clusters").GetChildren().ToDictionary(cluster => cluster.Key, cluster => Text(cluster, "Namespace", "default")),
            OfflineCluster = Text(configuration, "Kubernetes:OfflineCluster", ""),
            HttpPort = int.TryParse(configuration[ScfEnvironment.HttpPort], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0,
        };
    }

    private static string Text(IConfiguration configuration, string key, string otherwise) => configuration[key] is { Length: > 0 } value ? value : otherwise;

    private static TimeZoneInfo Zone(string? name)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(string.IsNullOrEmpty(name) ? DefaultZone : name, out var zone)) return zone;
        // A machine without zone data still answers in the zone that callers expect; it has no summer time.
        if (string.IsNullOrEmpty(name)) return TimeZoneInfo.CreateCustomTimeZone(DefaultZone, TimeSpan.FromHours(8), DefaultZone, DefaultZone);
        throw new ConfigurationException($"SCF_TIME_ZONE={name} is not a time zone of this machine.");
    }

    private static RuntimeCatalogue OfferedRuntimes(string? list)
    {
        try
        {
            return new RuntimeCatalogue(string.IsNullOrWhiteSpace(list)
                ? RuntimeCatalogue.DefaultOffer
                : list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(name => name == "default" ? RuntimeCatalogue.DefaultOffer : [name]));
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"SCF_RUNTIMES: {e.Message}", e);
        }
    }
}
