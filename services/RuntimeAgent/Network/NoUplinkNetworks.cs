using System.Net.Sockets;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Network namespaces with loopback alone.</summary>
internal sealed class NoUplinkNetworks : ISandboxNetworks
{
    public string Name => "netns, no uplink";

    public Task<ISandboxNetwork> ConnectAsync(int index, int process, bool uplink) => Task.FromResult<ISandboxNetwork>(new Closed());

    public Task RemoveAsync() => Task.CompletedTask;

    private sealed class Closed : ISandboxNetwork
    {
        public Task<Socket> OpenSocketAsync(CancellationToken cancellationToken) =>
            throw new Sandbox.SandboxException("Sockets inside a sandbox need an agent that runs as root on this machine.");

        public Task DisconnectAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
