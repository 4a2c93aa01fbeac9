using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using ScfAspire.Transport.Loops;
using ScfAspire.Transport.Native;

namespace ScfAspire.Transport.Streams;

/// <summary>Waits on a loop until a socket is connected: an asynchronous connect of the runtime's would leave the socket under the watch of the runtime's own engine for good.</summary>
internal sealed class LoopConnect : LoopWatch
{
    private readonly EventLoop _loop;
    private readonly Socket _socket;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoopConnect(EventLoop loop, Socket socket)
    {
        (_loop, _socket) = (loop, socket);
        Descriptor = (int)socket.Handle;
    }

    internal override int Descriptor { get; }

    /// <exception cref="SocketException">The other side refuses, or cannot be reached.</exception>
    public static async Task RunAsync(EventLoop loop, Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        socket.Blocking = false;
        try
        {
            socket.Connect(endPoint);
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way.
        }

        var connect = new LoopConnect(loop, socket);
        loop.Post(static state => ((LoopConnect)state!).Watch(), connect);
        await using (cancellationToken.UnsafeRegister(static (state, token) => ((LoopConnect)state!)._connected.TrySetCanceled(token), connect))
        {
            try
            {
                await connect._connected.Task;
            }
            finally
            {
                // The descriptor must be off the loop before its owner may close it.
                await connect.ForgetAsync();
            }
        }

        var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error != SocketError.Success) throw new SocketException((int)error);
    }

    private void Watch()
    {
        try
        {
            _loop.Add(this, LinuxSockets.Out);
        }
        catch (Win32Exception e)
        {
            _connected.TrySetException(e);
        }
    }

    // By the loop even where it seems not to be watched: the order to watch it may still be waiting there.
    private Task ForgetAsync()
    {
        var forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(
            state =>
            {
                _loop.Remove(this);
                ((TaskCompletionSource)state!).TrySetResult();
            },
            forgotten);
        return forgotten.Task;
    }

    internal override void OnReady(bool readable, bool writable)
    {
        _loop.Remove(this);
        _connected.TrySetResult();
    }

    internal override void OnFault(Exception fault) => _connected.TrySetException(fault);
}
