using System.Net;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Trigger.Gateway;

/// <summary>Settings and limits of the HTTP gateway.</summary>
public sealed record GatewayOptions
{
    /// <summary>Environment key of <see cref="Domain"/>.</summary>
    public const string DomainKey = "SCF_GATEWAY_DOMAIN";

    /// <summary>Bytes of a request's body, by the SCF interface.</summary>
    public const long MaxRequestBytes = 6 * 1024 * 1024;

    /// <summary>Hosts <c>{function}.{namespace}.{Domain}</c> reach a function; lower case, without a leading dot.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>Port of the gateway; 0 when it is not opened.</summary>
    public int Port { get; init; }

    /// <summary>Address that the port binds to.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static GatewayOptions From(IConfiguration configuration)
    {
        var domain = (configuration[DomainKey] is { Length: > 0 } text ? text : "localhost").Trim('.').ToLowerInvariant();
        if (Uri.CheckHostName(domain) != UriHostNameType.Dns) throw new ConfigurationException($"{DomainKey}={domain} is not a domain name.");
        if (!ushort.TryParse(configuration[ScfEnvironment.GatewayPort], out var port) || port == 0)
            throw new ConfigurationException($"{ScfEnvironment.GatewayPort} must name the port of the HTTP gateway.");
        return new GatewayOptions { Domain = domain, Port = port, Address = ServiceEndpoints.BindAddress(configuration) };
    }
}
