using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ScfAspire.ServiceDefaults;
using ScfAspire.Transport.Frames;
using ScfAspire.Transport.Loops;
using ScfAspire.Transport.Streams;

namespace ScfAspire.Transport;

/// <summary>Registers the process's event loop and what is made on it.</summary>
public static class TransportServices
{
    /// <summary>Adds the loop unless the configuration asks for stock sockets.</summary>
    /// <exception cref="ConfigurationException"><see cref="TransportSetting.Key"/> or <see cref="SpinSetting.Key"/> has a wrong value.</exception>
    public static void AddTransport(this IServiceCollection services, IConfiguration configuration)
    {
        var onLoop = TransportSetting.Read(configuration) == TransportChoice.Epoll;
        services.TryAddSingleton(provider => new FrameConnections(onLoop ? provider.GetRequiredService<EventLoop>() : null));
        services.TryAddSingleton(provider => new StreamConnections(onLoop ? provider.GetRequiredService<EventLoop>() : null));
        if (onLoop) services.TryAddSingleton(provider => new EventLoop("loop", provider.GetRequiredService<ILogger<EventLoop>>(), SpinSetting.Read(configuration)));
    }
}
