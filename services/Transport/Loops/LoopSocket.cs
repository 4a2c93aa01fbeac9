using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ScfAspire.Transport.Native;

namespace ScfAspire.Transport.Loops;

/// <summary>
/// A connected stream socket on a loop. Any thread may append bytes to send, under <see cref="Gate"/>; the loop sends them, everything that a batch of events has
/// appended in one call. The socket must not have been used for an asynchronous operation of its own before: .NET would go on watching it.
/// </summary>
public abstract unsafe class LoopSocket : LoopWatch, IBufferWriter<byte>
{
    // A buffer that one large message made is not kept, nor is any while there is nothing to send.
    private const int SmallestBuffer = 4096;

    private static readonly Action<object?> OnFlushPosted = static state => ((LoopSocket)state!).FlushPosted();
    private static readonly Action<object?> OnOpenPosted = static state => ((LoopSocket)state!).OpenHere();
    private static readonly Action<object?> OnClosePosted = static state => ((LoopSocket)state!).CloseHere();
    private static readonly Action<object?> OnInterestPosted = static state => ((LoopSocket)state!).ApplyInterest();

    private readonly Socket _socket;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _flushAsked;
    private int _flushPosted;
    private uint _interest;
    private bool _blocked;
    private volatile bool _reads = true;
    private bool _closed;

    protected LoopSocket(EventLoop loop, Socket socket)
    {
        Loop = loop;
        _socket = socket;
        socket.Blocking = false;
        Descriptor = (int)socket.Handle;
    }

    /// <summary>The loop that serves this socket.</summary>
    public EventLoop Loop { get; }

    /// <summary>Held while bytes are appended.</summary>
    public Lock Gate { get; } = new();

    internal override int Descriptor { get; }

    /// <summary>Bytes that wait to be sent. Under <see cref="Gate"/>.</summary>
    protected int Unsent => _end - _start;

    /// <summary>Closed, or about to be: nothing is sent any more. Under <see cref="Gate"/>.</summary>
    protected bool IsClosed => _closed;

    /// <inheritdoc/>
    public void Advance(int count) => _end += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_end);
    }

    /// <summary>Gives the bytes of a rented buffer to be sent; they are copied only where others wait before them. Under <see cref="Gate"/>.</summary>
    /// <param name="buffer">From <see cref="ArrayPool{T}.Shared"/>; replaced where it was taken over.</param>
    /// <param name="length">Its used bytes; 0 afterwards.</param>
    protected void Append(ref byte[] buffer, ref int length)
    {
        if (Unsent == 0 && _buffer.Length == 0)
        {
            (_buffer, _start, _end) = (buffer, 0, length);
            buffer = [];
        }
        else
        {
            Reserve(length);
            buffer.AsSpan(0, length).CopyTo(_buffer.AsSpan(_end));
            _end += length;
        }

        length = 0;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _end >= count) return;
        var unsent = _end - _start;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(SmallestBuffer, unsent + count), unsent * 2));
        _buffer.AsSpan(_start, unsent).CopyTo(larger);
        Free();
        (_buffer, _start, _end) = (larger, 0, unsent);
    }

    private void Free()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = ([], 0, 0);
    }

    /// <summary>Puts the socket on its loop.</summary>
    protected void Open()
    {
        if (Loop.IsCurrent) OpenHere();
        else Loop.Post(OnOpenPosted, this);
    }

    private void OpenHere()
    {
        lock (Gate)
        {
            if (_closed) return;
        }

        _interest = LinuxSockets.In;
        Loop.Add(this, _interest);
        Send();
    }

    /// <summary>Sends what has been appended: at the end of the loop's batch, or as soon as the loop is awake.</summary>
    protected void RequestFlush()
    {
        if (Loop.IsCurrent)
        {
            if (_flushAsked) return;
            _flushAsked = true;
            Loop.FlushLater(this);
        }
        else if (Interlocked.Exchange(ref _flushPosted, 1) == 0) Loop.Post(OnFlushPosted, this);
    }

    private void FlushPosted()
    {
        Volatile.Write(ref _flushPosted, 0);
        if (Slot >= 0) Send();
    }

    internal override void OnFlush()
    {
        _flushAsked = false;
        if (Slot >= 0) Send();
    }

    internal override void OnReady(bool readable, bool writable)
    {
        if (writable && _blocked) Send();
        if (readable && Slot >= 0)
        {
            if (_reads) OnReadable();
            // Nobody reads, yet the kernel reports: the other side is gone for good.
            else OnHangUp();
        }
    }

    /// <summary>On the loop: bytes, or the end, can be read.</summary>
    protected abstract void OnReadable();

    /// <summary>On the loop: the connection broke while nothing was read from it.</summary>
    protected abstract void OnHangUp();

    /// <summary>On the loop: everything appended so far is in the kernel's hands.</summary>
    protected virtual void OnDrained()
    {
    }

    /// <summary>On the loop: the other side takes nothing any more.</summary>
    protected abstract void OnSendFailed(SocketException failure);

    /// <summary>Sends what the kernel takes of it at once. On the loop only.</summary>
    protected void SendNow()
    {
        if (Slot >= 0) Send();
    }

    private void Send()
    {
        SocketException? failure = null;
        lock (Gate)
        {
            if (_closed) return;
            _blocked = false;
            while (_start < _end)
            {
                nint sent;
                fixed (byte* bytes = &_buffer[_start]) sent = LinuxSockets.Send(Descriptor, bytes, _end - _start, LinuxSockets.NoSignal);
                if (sent >= 0)
                {
                    _start += (int)sent;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == LinuxSockets.Interrupted) continue;
                if (error == LinuxSockets.TryAgain) _blocked = true;
                else failure = SocketFailure.Of(error);
                break;
            }

            if (failure is not null || _start == _end) Free();
        }

        ApplyInterest();
        if (failure is not null) OnSendFailed(failure);
        else if (!_blocked) OnDrained();
    }

    /// <summary>Reads what there is. On the loop only.</summary>
    /// <returns>Bytes; 0 at the end of the stream; -1 when nothing is there.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    protected int Receive(Span<byte> destination)
    {
        while (true)
        {
            nint count;
            fixed (byte* bytes = destination) count = LinuxSockets.Receive(Descriptor, bytes, destination.Length, 0);
            if (count >= 0) return (int)count;
            var error = Marshal.GetLastPInvokeError();
            if (error == LinuxSockets.TryAgain) return -1;
            if (error != LinuxSockets.Interrupted) throw SocketFailure.Of(error);
        }
    }

    /// <summary>Whether the loop reads from the socket; any thread may say so.</summary>
    protected void SetReads(bool reads)
    {
        _reads = reads;
        if (Loop.IsCurrent) ApplyInterest();
        else Loop.Post(OnInterestPosted, this);
    }

    private void ApplyInterest()
    {
        if (Slot < 0) return;
        var wanted = (_reads ? LinuxSockets.In : 0) | (_blocked ? LinuxSockets.Out : 0);
        if (wanted == _interest) return;
        _interest = wanted;
        Loop.Change(this, wanted);
    }

    /// <summary>Takes the socket off the loop and closes it; what was not sent is lost. Any thread.</summary>
    protected void Close()
    {
        lock (Gate)
        {
            if (_closed) return;
            _closed = true;
            Free();
        }

        if (Loop.IsCurrent) CloseHere();
        else Loop.Post(OnClosePosted, this);
    }

    private void CloseHere()
    {
        Loop.Remove(this);
        _socket.Dispose();
        OnClosed();
    }

    /// <summary>On the loop: the socket is closed.</summary>
    protected abstract void OnClosed();
}
