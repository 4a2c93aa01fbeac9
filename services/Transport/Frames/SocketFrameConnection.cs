using System.Buffers;
using System.Net.Sockets;

namespace ScfAspire.Transport.Frames;

/// <summary>Frames over the runtime's own asynchronous sockets.</summary>
internal sealed class SocketFrameConnection : IFrameConnection
{
    // A buffer that one large result made is not kept.
    private const int KeptBytes = 1024 * 1024;

    [ThreadStatic]
    private static List<SocketFrameConnection>? _deferred;

    private readonly Socket _socket;
    private readonly Stream? _secured;
    private readonly FrameInput _input;
    private ArrayBufferWriter<byte> _output = new(4096);
    private ArrayBufferWriter<byte> _sending = new(4096);
    private bool _flushing;
    private bool _broken;
    private bool _closeWhenSent;

    /// <param name="socket">Carries the frames.</param>
    /// <param name="maxPayload">Most payload bytes of one frame.</param>
    /// <param name="secured">Carries them instead, over that socket.</param>
    public SocketFrameConnection(Socket socket, int maxPayload, Stream? secured)
    {
        _socket = socket;
        _secured = secured;
        _input = new FrameInput(maxPayload);
    }

    public bool RunsOnLoop => false;

    public Lock Gate { get; } = new();

    public IBufferWriter<byte> Output => _output;

    public async Task ReceiveAsync(IFrameHandler handler)
    {
        try
        {
            while (true)
            {
                var free = _input.Free();
                var count = _secured is null ? await _socket.ReceiveAsync(free) : await _secured.ReadAsync(free);
                if (count == 0) return;
                Deliver(count, handler);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The other side is gone, which is what the end of this method tells.
        }
    }

    private void Deliver(int count, IFrameHandler handler)
    {
        var outer = _deferred;
        var deferred = _deferred = outer ?? [];
        try
        {
            _input.Deliver(count, handler);
        }
        finally
        {
            _deferred = outer;
            if (outer is null)
            {
                foreach (var connection in deferred) connection.StartSending();
            }
        }
    }

    public void Flush()
    {
        if (_deferred is not { } deferred) StartSending();
        else if (!deferred.Contains(this)) deferred.Add(this);
    }

    public void CloseWhenSent()
    {
        lock (Gate)
        {
            _closeWhenSent = true;
            if (!_flushing && _output.WrittenCount == 0) _socket.Dispose();
        }

        StartSending();
    }

    private void StartSending()
    {
        lock (Gate)
        {
            if (_flushing || _output.WrittenCount == 0) return;
            if (_broken)
            {
                _output.ResetWrittenCount();
                return;
            }

            _flushing = true;
        }

        _ = SendAllAsync();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                lock (Gate)
                {
                    if (_output.WrittenCount == 0)
                    {
                        _flushing = false;
                        if (_closeWhenSent) _socket.Dispose();
                        return;
                    }

                    (_output, _sending) = (_sending, _output);
                }

                var rest = _sending.WrittenMemory;
                if (_secured is not null) await _secured.WriteAsync(rest);
                else while (rest.Length > 0) rest = rest[await _socket.SendAsync(rest)..];
                if (_sending.Capacity > KeptBytes) _sending = new ArrayBufferWriter<byte>(4096);
                else _sending.ResetWrittenCount();
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            lock (Gate)
            {
                _broken = true;
                _flushing = false;
                _output.ResetWrittenCount();
            }

            // Wakes the receiver, which is where the end of a connection is told.
            _socket.Dispose();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _secured?.Dispose();
    }
}
