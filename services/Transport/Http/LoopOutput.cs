using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace ScfAspire.Transport.Http;

/// <summary>What the server writes to one connection. Bytes gather here until they are flushed, and then wait for the loop; a writer that is too far ahead of the client waits.</summary>
internal sealed class LoopOutput(LoopHttpConnection connection) : PipeWriter, IValueTaskSource<FlushResult>
{
    /// <summary>Unsent bytes from which on a flush waits.</summary>
    private const int PauseBytes = 64 * 1024;

    private const int FirstBytes = 4096;

    private byte[] _gathered = [];
    private int _length;
    private bool _completed;
    private bool _waiting;
    private ManualResetValueTaskSourceCore<FlushResult> _drained;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _gathered.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _gathered.AsSpan(_length);
    }

    public override void Advance(int bytes) => _length += bytes;

    private void Reserve(int sizeHint)
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        var wanted = Math.Max(sizeHint, 1);
        if (_gathered.Length - _length >= wanted) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, Math.Max(_length + wanted, _length * 2)));
        _gathered.AsSpan(0, _length).CopyTo(larger);
        if (_gathered.Length > 0) ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = larger;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_length > 0 && connection.Send(ref _gathered, ref _length) is { } unsent)
        {
            if (unsent < PauseBytes) return new(new FlushResult(isCanceled: false, isCompleted: false));
            lock (connection.Gate)
            {
                if (connection.UnsentBytes < PauseBytes / 2 || connection.Closed) return new(new FlushResult(isCanceled: false, connection.Closed));
                _drained.Reset();
                _waiting = true;
                return new(this, _drained.Version);
            }
        }

        _length = 0;
        return new(new FlushResult(isCanceled: false, connection.Closed));
    }

    /// <summary>The loop has sent everything, or the connection has ended.</summary>
    public void Wake(bool ended)
    {
        lock (connection.Gate)
        {
            if (!_waiting) return;
            _waiting = false;
        }

        _drained.SetResult(new FlushResult(isCanceled: false, ended));
    }

    public override void CancelPendingFlush()
    {
        lock (connection.Gate)
        {
            if (!_waiting) return;
            _waiting = false;
        }

        _drained.SetResult(new FlushResult(isCanceled: true, connection.Closed));
    }

    public override void Complete(Exception? exception = null)
    {
        if (_completed) return;
        if (exception is null && _length > 0) connection.Send(ref _gathered, ref _length);
        _completed = true;
        if (_gathered.Length > 0) ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = [];
        _length = 0;
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _drained.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _drained.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _drained.OnCompleted(continuation, state, token, flags);
}
