using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using ScfAspire.Transport.Loops;
using ScfAspire.Transport.Native;

namespace ScfAspire.Transport.Http;

/// <summary>Accepts HTTP connections on a loop.</summary>
internal sealed class LoopHttpListener : LoopWatch, IConnectionListener
{
    private const int Backlog = 1024;

    /// <summary>After it has run out of descriptors, the listener looks again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly EventLoop _loop;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _count;
    private bool _open = true;

    private LoopHttpListener(EventLoop loop, Socket socket, TimeProvider time, ILogger logger)
    {
        (_loop, _socket, _time, _logger) = (loop, socket, time, logger);
        Descriptor = (int)socket.Handle;
    }

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    internal override int Descriptor { get; }

    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    public static LoopHttpListener Listen(EventLoop loop, IPEndPoint endPoint, TimeProvider time, ILogger logger)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            socket.Blocking = false;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            if (e.SocketErrorCode == SocketError.AddressAlreadyInUse) throw new AddressInUseException(e.Message, e);
            throw;
        }

        var listener = new LoopHttpListener(loop, socket, time, logger);
        loop.Post(static state => ((LoopHttpListener)state!).Watch(), listener);
        return listener;
    }

    private void Watch()
    {
        if (_open && Slot < 0) _loop.Add(this, LinuxSockets.In);
    }

    internal override unsafe void OnReady(bool readable, bool writable)
    {
        while (_open)
        {
            var descriptor = LinuxSockets.Accept(Descriptor, null, null, LinuxSockets.NonBlocking | LinuxSockets.CloseOnExec);
            if (descriptor >= 0)
            {
                Accept(descriptor);
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == LinuxSockets.TryAgain) return;
            if (error is LinuxSockets.Interrupted or LinuxSockets.ConnectionAborted) continue;
            LoopLog.NotAccepted(_logger, Marshal.GetPInvokeErrorMessage(error));
            _loop.Remove(this);
            _ = WatchAgainAsync();
            return;
        }
    }

    private void Accept(int descriptor)
    {
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        try
        {
            socket.NoDelay = true;
            var id = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId:x}-{Interlocked.Increment(ref _count):x}");
            var connection = new LoopHttpConnection(_loop, socket, id, _logger);
            if (_accepted.Writer.TryWrite(connection.Context)) connection.Start();
            else socket.Dispose();
        }
        catch (SocketException)
        {
            // The client has gone already.
            socket.Dispose();
        }
    }

    // Too many open files: a connection that ends makes room, and nobody says when.
    private async Task WatchAgainAsync()
    {
        await Task.Delay(Pause, _time);
        _loop.Post(static state => ((LoopHttpListener)state!).Watch(), this);
    }

    internal override void OnFault(Exception fault) => LoopLog.ConnectionFault(_logger, fault);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _loop.Post(static state => ((LoopHttpListener)state!).CloseHere(), this);
        // Not cancelled: the loop closes the socket in a moment, and it must be closed when this returns.
        await _closed.Task;
    }

    private void CloseHere()
    {
        if (!_open) return;
        _open = false;
        _loop.Remove(this);
        _socket.Dispose();
        _accepted.Writer.TryComplete();
        _closed.TrySetResult();
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
