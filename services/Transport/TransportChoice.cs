using Microsoft.Extensions.Configuration;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Transport;

/// <summary>What sockets of the data plane are served by.</summary>
public enum TransportChoice
{
    /// <summary>An event loop of this process; on Linux, and the default there.</summary>
    Epoll,

    /// <summary>The runtime's own sockets: works everywhere.</summary>
    Sockets,
}

/// <summary>Reads the choice from the configuration.</summary>
public static class TransportSetting
{
    /// <summary>Environment key: <c>epoll</c> or <c>sockets</c>.</summary>
    public const string Key = "SCF_TRANSPORT";

    /// <exception cref="ConfigurationException">The value is none of the two, or epoll is not to be had here.</exception>
    public static TransportChoice Read(IConfiguration configuration)
    {
        var best = OperatingSystem.IsLinux() ? TransportChoice.Epoll : TransportChoice.Sockets;
        return configuration[Key] switch
        {
            null or "" => best,
            "sockets" => TransportChoice.Sockets,
            "epoll" when best == TransportChoice.Epoll => TransportChoice.Epoll,
            "epoll" => throw new ConfigurationException($"{Key}=epoll needs Linux; use {Key}=sockets."),
            var other => throw new ConfigurationException($"{Key}={other} is no transport: epoll or sockets."),
        };
    }
}
