using Microsoft.AspNetCore.Connections;
using ScfAspire.ServiceDefaults;
using ScfAspire.Transport;
using ScfAspire.Transport.Http;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Trigger.Gateway;

/// <summary>Puts the gateway's port on the event loop that its links to the agents are on; every other port keeps the stock sockets.</summary>
internal static class GatewayTransport
{
    /// <exception cref="ConfigurationException"><see cref="TransportSetting.Key"/> names no transport.</exception>
    public static void AddGatewayTransport(this WebApplicationBuilder builder)
    {
        if (!builder.Services.AddTransport(builder.Configuration)) return;
        if (!int.TryParse(builder.Configuration[ScfEnvironment.GatewayPort], out var port)) return;
        builder.Services.AddSingleton<IConnectionListenerFactory>(provider => new LoopTransportFactory(
            provider.GetRequiredService<EventLoop>(), new HashSet<int> { port }, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LoopTransportFactory>>()));
    }
}
