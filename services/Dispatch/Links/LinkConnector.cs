using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Link;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Dispatch.Links;

/// <summary>Connects to an agent, and each shows the other that it knows the installation's key: HELLO, WELCOME, PROOF.</summary>
internal sealed class LinkConnector(InternalKey key, LinkTls tls, DispatchIdentity identity, IOptions<DispatchOptions> options, ICallRecords records, FrameConnections connections, TimeProvider time, ILogger<AgentLink> logger)
{
    /// <exception cref="LinkException">Nobody listens, the handshake took too long, or the other side does not know the installation's key.</exception>
    public async Task<AgentLink> ConnectAsync(AgentAddress agent)
    {
        var address = agent.Link;
        using var timeout = new CancellationTokenSource(options.Value.ConnectTimeout, time);
        try
        {
            var (socket, secured) = await LinkAddress.ConnectAsync(address, tls, timeout.Token);
            var connection = connections.Create(socket, FrameLimits.LinkPayloadBytes, secured);
            try
            {
                var hello = new HelloFrame(FrameLimits.Version, (uint)options.Value.InitialWindow, LinkProof.NewNonce(), identity.Id);
                var handshake = new LinkHandshake(
                    connection, PodKeys.LinkKeyBytes(key, agent.AgentId), PodKeys.IsPod(agent.AgentId) ? agent.AgentId : null, hello, welcome => new AgentLink(connection, welcome, address, options.Value, records, time, logger));
                return await handshake.ShakeAsync(timeout.Token);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new LinkException($"The agent at {address} did not answer within {options.Value.ConnectTimeout.TotalSeconds:0} s.", e);
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException or FrameFormatException or AuthenticationException or ConfigurationException)
        {
            throw new LinkException($"The agent at {address} cannot be reached: {e.Message}", e);
        }
    }
}
