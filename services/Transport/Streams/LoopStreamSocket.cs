using System.Buffers;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Streams;

/// <summary>The socket behind a <see cref="LoopStream"/>: bytes that nobody waits for are kept up to one buffer, after which the loop reads no more.</summary>
internal sealed class LoopStreamSocket : LoopSocket, IValueTaskSource<int>, IValueTaskSource
{
    private const int KeptBytes = 16 * 1024;

    /// <summary>Unsent bytes from which on a write waits.</summary>
    private const int PauseBytes = 256 * 1024;

    private readonly Lock _reading = new();
    private byte[] _kept = [];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _paused;
    private Exception? _failure;
    private bool _readWaits;
    private Memory<byte> _into;
    private ManualResetValueTaskSourceCore<int> _read;
    private bool _writeWaits;
    private bool _closing;
    private ManualResetValueTaskSourceCore<bool> _written;

    public LoopStreamSocket(EventLoop loop, Socket socket)
        : base(loop, socket) => Open();

    public ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        lock (_reading)
        {
            if (_readWaits) throw new InvalidOperationException("A read is under way already.");
            if (_end > _start) return new(Take(destination.Span));
            if (_ended) return _failure is null ? new(0) : ValueTask.FromException<int>(_failure);
            _readWaits = true;
            _into = destination;
            _read.Reset();
            return new(this, _read.Version);
        }
    }

    // Under the lock of reading.
    private int Take(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, _end - _start);
        _kept.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        if (_start < _end || count == 0) return count;
        Free();
        if (_paused)
        {
            _paused = false;
            SetReads(true);
        }

        return count;
    }

    private void Free()
    {
        if (_kept.Length > 0) ArrayPool<byte>.Shared.Return(_kept);
        (_kept, _start, _end) = ([], 0, 0);
    }

    protected override void OnReadable()
    {
        int count;
        var toReader = false;
        lock (_reading)
        {
            if (_ended) return;
            try
            {
                toReader = _readWaits && _into.Length > 0;
                if (!toReader && !HasRoom()) return;
                count = Receive(toReader ? _into.Span : _kept.AsSpan(_end));
                if (count < 0) return;
                if (count == 0) _ended = true;
                if (!toReader) _end += count;
            }
            catch (SocketException e)
            {
                (_ended, _failure) = (true, new IOException(e.Message, e));
                count = 0;
            }

            if (_ended && _end == _start) Free();
            if (!_readWaits)
            {
                if (_ended) SetReads(false);
                return;
            }

            _readWaits = false;
            _into = default;
        }

        if (_ended) SetReads(false);
        CompleteRead(toReader ? count : 0, _failure);
    }

    private bool HasRoom()
    {
        if (_kept.Length == 0) _kept = ArrayPool<byte>.Shared.Rent(KeptBytes);
        if (_end < _kept.Length) return true;
        _paused = true;
        SetReads(false);
        return false;
    }

    private void CompleteRead(int count, Exception? failure)
    {
        if (failure is null) _read.SetResult(count);
        else _read.SetException(failure);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var (waits, version) = (false, (short)0);
        lock (Gate)
        {
            if (IsClosed || _closing) return ValueTask.FromException(_failure ?? new IOException("The connection is closed."));
            this.Write(bytes.Span);
            if (Unsent > PauseBytes)
            {
                if (_writeWaits) throw new InvalidOperationException("A write is under way already.");
                _writeWaits = true;
                _written.Reset();
                (waits, version) = (true, _written.Version);
            }
        }

        RequestFlush();
        return waits ? new(this, version) : default;
    }

    protected override void OnDrained() => CompleteWrite(null);

    private void CompleteWrite(Exception? failure)
    {
        lock (Gate)
        {
            if (!_writeWaits) return;
            _writeWaits = false;
        }

        if (failure is null) _written.SetResult(true);
        else _written.SetException(failure);
    }

    /// <summary>Ends reads at once, and closes the socket after a last attempt to send what was written.</summary>
    public void End()
    {
        lock (Gate) _closing = true;
        Fail(new IOException("The connection was closed."));
        Loop.Post(static state => ((LoopStreamSocket)state!).SendLast(), this);
    }

    private void SendLast()
    {
        SendNow();
        Close();
    }

    // What was read before can still be taken.
    private void Fail(IOException failure)
    {
        bool reads;
        lock (_reading)
        {
            if (!_ended) (_ended, _failure) = (true, failure);
            if (_closing) Free();
            (reads, _readWaits, _into) = (_readWaits, false, default);
        }

        if (reads) CompleteRead(0, failure);
        CompleteWrite(failure);
    }

    protected override void OnHangUp() => Break(new IOException("The connection was broken."));

    protected override void OnSendFailed(SocketException failure) => CompleteWrite(new IOException(failure.Message, failure));

    internal override void OnFault(Exception fault) => Break(new IOException(fault.Message, fault));

    private void Break(IOException failure)
    {
        Fail(failure);
        Close();
    }

    protected override void OnClosed() => Fail(new IOException("The connection was closed."));

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _written.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _written.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _written.OnCompleted(continuation, state, token, flags);
}
