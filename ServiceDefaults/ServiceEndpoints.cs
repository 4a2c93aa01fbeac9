using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults;

/// <summary>Binds the ports that the environment names; a port that is not named is not opened.</summary>
public static class ServiceEndpoints
{
    /// <summary>Listens on the port in configuration key <paramref name="portKey"/>.</summary>
    /// <exception cref="ConfigurationException">The value is not a port.</exception>
    public static WebApplicationBuilder ListenOn(this WebApplicationBuilder builder, string portKey, HttpProtocols protocols)
    {
        var text = builder.Configuration[portKey];
        if (string.IsNullOrEmpty(text)) return builder;
        if (!ushort.TryParse(text, out var port)) throw new ConfigurationException($"{portKey}={text} is not a port number.");
        var address = BindAddress(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, port, listen => listen.Protocols = protocols));
        return builder;
    }

    /// <summary>The address in <see cref="ScfEnvironment.BindHost"/>.</summary>
    /// <exception cref="ConfigurationException">It is no IP address.</exception>
    public static IPAddress BindAddress(IConfiguration configuration)
    {
        var host = configuration[ScfEnvironment.BindHost] ?? "127.0.0.1";
        return IPAddress.TryParse(host, out var address) ? address : throw new ConfigurationException($"{ScfEnvironment.BindHost}={host} is not an IP address.");
    }
}
