using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>
/// Opens sockets inside network namespaces. A socket belongs to the namespace that its thread was in when it was made, so one thread of its
/// own goes from namespace to namespace; what is done with the sockets afterwards happens anywhere.
/// </summary>
internal sealed class NetworkSockets : IDisposable
{
    private const int Internet = 2, StreamSocket = 1, CloseOnExec = 0x80000;

    private readonly BlockingCollection<Action> _work = [];

    public NetworkSockets()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "network sockets" };
        thread.Start();
    }

    /// <summary>A TCP socket of the namespace, neither bound nor connected.</summary>
    /// <exception cref="IOException">The namespace cannot be entered.</exception>
    public Task<Socket> OpenAsync(SafeFileHandle networkNamespace)
    {
        var done = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.TrySetResult(Open(networkNamespace));
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                done.TrySetException(e);
            }
        });
        return done.Task;
    }

    private static Socket Open(SafeFileHandle networkNamespace)
    {
        var held = false;
        try
        {
            networkNamespace.DangerousAddRef(ref held);
            if (LibC.SetNamespace((int)networkNamespace.DangerousGetHandle(), LibC.CloneNewNet) != 0) throw LibC.Failure("setns");
            var descriptor = LibC.Socket(Internet, StreamSocket | CloseOnExec, 0);
            return descriptor < 0 ? throw LibC.Failure("socket") : new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        }
        finally
        {
            if (held) networkNamespace.DangerousRelease();
        }
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }

    public void Dispose() => _work.CompleteAdding();
}
