using System.Net.Sockets;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>The network of one sandbox.</summary>
internal interface ISandboxNetwork : IAsyncDisposable
{
    /// <summary>A TCP socket that belongs to the sandbox's network, neither bound nor connected.</summary>
    Task<Socket> OpenSocketAsync(CancellationToken cancellationToken);

    /// <summary>Takes the uplink away for good.</summary>
    Task DisconnectAsync();
}
