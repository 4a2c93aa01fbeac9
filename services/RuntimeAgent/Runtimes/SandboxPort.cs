using System.Net;
using System.Net.Sockets;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Waits for a function's own server.</summary>
internal static class SandboxPort
{
    // Between two looks whether the server listens: nothing tells that from outside its network.
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(5);

    /// <summary>The first connection that the server takes; null when the process has ended without.</summary>
    public static async Task<Socket?> ConnectAsync(ISandbox sandbox, IPEndPoint server, Func<Socket, EndPoint, CancellationToken, Task> connect, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!sandbox.Ended.IsCompleted)
        {
            var socket = await sandbox.OpenSocketAsync(cancellationToken);
            try
            {
                await connect(socket, server, cancellationToken);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.WhenAny(Task.Delay(ConnectPause, time, cancellationToken), sandbox.Ended);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }
        }

        return null;
    }
}
