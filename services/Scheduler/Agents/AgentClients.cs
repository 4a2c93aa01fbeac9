using System.Collections.Concurrent;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler.Agents;

/// <summary>Clients of the agents' control endpoints, one channel per address.</summary>
internal sealed class AgentClients(InternalKey key) : IDisposable
{
    private readonly ConcurrentDictionary<string, (GrpcChannel Channel, Agent.AgentClient Client)> _clients = new();

    public Agent.AgentClient Of(string controlUrl) => _clients.GetOrAdd(controlUrl, Connect).Client;

    public void Dispose()
    {
        foreach (var (channel, _) in _clients.Values) channel.Dispose();
    }

    private (GrpcChannel Channel, Agent.AgentClient Client) Connect(string controlUrl)
    {
        var channel = GrpcChannel.ForAddress(controlUrl, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false },
            DisposeHttpClient = true,
        });
        return (channel, new Agent.AgentClient(channel.CreateCallInvoker().Intercept(new InternalKeyClientInterceptor(key))));
    }
}
