using System.Buffers;
using System.Net.Sockets;
using ScfAspire.Contracts.Link;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Frames;

/// <summary>Frames over a socket of an event loop: handlers run on the loop's thread.</summary>
internal sealed class LoopFrameConnection(EventLoop loop, Socket socket, int maxPayload) : LoopSocket(loop, socket), IFrameConnection
{
    private readonly FrameInput _input = new(maxPayload);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IFrameHandler? _handler;
    private bool _closeWhenSent;

    public bool RunsOnLoop => true;

    public IBufferWriter<byte> Output => this;

    public void Flush() => RequestFlush();

    public Task ReceiveAsync(IFrameHandler handler)
    {
        _handler = handler;
        Open();
        return _received.Task;
    }

    public void CloseWhenSent()
    {
        _closeWhenSent = true;
        RequestFlush();
    }

    protected override void OnReadable()
    {
        try
        {
            var count = Receive(_input.Free().Span);
            if (count > 0) _input.Deliver(count, _handler!);
            if (count >= 0) _input.Release();
            if (count == 0) End();
        }
        catch (SocketException)
        {
            // The other side is gone, which is what the end of ReceiveAsync tells.
            End();
        }
        catch (FrameFormatException e)
        {
            SetReads(false);
            _received.TrySetException(e);
        }
    }

    protected override void OnHangUp() => End();

    protected override void OnSendFailed(SocketException failure) => End();

    protected override void OnDrained()
    {
        if (_closeWhenSent) End();
    }

    internal override void OnFault(Exception fault)
    {
        _received.TrySetException(fault);
        Close();
    }

    private void End()
    {
        _received.TrySetResult();
        Close();
    }

    protected override void OnClosed() => _received.TrySetResult();

    public void Dispose() => Close();
}
