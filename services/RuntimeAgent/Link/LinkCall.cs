using System.Buffers;
using System.IO.Pipelines;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Instances;

namespace ScfAspire.RuntimeAgent.Link;

/// <summary>One call of a link: gathers its body, and sends its answer as the caller's credit allows.</summary>
internal sealed class LinkCall : IInvocation, IDisposable
{
    // The window bounds what is unread; the pipe itself never has to wait. On a loop the body is passed on within the frame that brings it.
    private static readonly PipeOptions PoolBody = new(pauseWriterThreshold: 0, useSynchronizationContext: false);
    private static readonly PipeOptions LoopBody = new(readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly LinkSession _session;
    private readonly uint _id;
    // Only for a call whose result has to wait.
    private CancellationTokenSource? _waiting;
    private RunningCall? _running;
    private bool _cancelled;
    private readonly Pipe? _body;
    private readonly byte[] _event = [];
    private readonly Lock _gate = new();
    private long _received;
    private long _mayReceive = LinkLimits.InitialWindow;
    private bool _bodyEnded;
    private long _credit;
    private TaskCompletionSource? _creditWanted;

    public LinkCall(LinkSession session, uint id, InvokeFrame head, uint initialWindow)
    {
        _session = session;
        _id = id;
        Head = head;
        _credit = initialWindow;
        _bodyEnded = head.BodyLength == 0;
        if (head.Mode == InvokeMode.Http)
        {
            if (!_bodyEnded) _body = new Pipe(session.Connection.RunsOnLoop ? LoopBody : PoolBody);
            Body = _body is null ? null : new CreditingReader(_body.Reader, this);
            return;
        }

        if (head.BodyLength is < 0 or > LinkLimits.MaxEventBytes) throw new FrameFormatException($"An event of {head.BodyLength} bytes cannot be.");
        _event = new byte[head.BodyLength];
    }

    public InvokeFrame Head { get; }

    public ReadOnlyMemory<byte> Event => _event;

    public PipeReader? Body { get; }

    public bool IsCancelled
    {
        get
        {
            lock (_gate) return _cancelled;
        }
    }

    public void EndWhenCancelled(RunningCall call)
    {
        lock (_gate)
        {
            _running = call;
            if (!_cancelled) return;
        }

        call.TrySetResult(CallEnd.Cancelled);
    }

    /// <summary>The call can be given to its instance: an event is whole, a web request has its head.</summary>
    public bool IsReady => Head.Mode == InvokeMode.Http || _bodyEnded;

    /// <summary>Takes body bytes. True when they complete an event.</summary>
    public bool OnData(in ReadOnlySequence<byte> bytes, bool end)
    {
        if (_bodyEnded) throw new FrameFormatException("DATA follows the end of a body.");
        if (Interlocked.Add(ref _mayReceive, -bytes.Length) < 0) throw new FrameFormatException("DATA beyond the call's window.");
        _received += bytes.Length;
        if (Head.BodyLength >= 0 && (_received > Head.BodyLength || (end && _received != Head.BodyLength)))
            throw new FrameFormatException("A body is not as long as its head says.");
        _bodyEnded = end;
        if (_body is null)
        {
            bytes.CopyTo(_event.AsSpan((int)(_received - bytes.Length)));
            return end;
        }

        foreach (var segment in bytes) _body.Writer.Write(segment.Span);
        _ = _body.Writer.FlushAsync().AsTask();
        if (end) _body.Writer.Complete();
        return false;
    }

    /// <summary>Bytes that were received and that the caller may now send again.</summary>
    public uint CreditForEvent(long received) => _body is null && !_bodyEnded ? (uint)received : 0;

    /// <summary>Lets the caller send further bytes.</summary>
    public void Grant(uint credit)
    {
        Interlocked.Add(ref _mayReceive, credit);
        lock (_session.Connection.Gate) LinkFrames.WriteWindow(_session.Connection.Output, _id, credit);
        _session.Connection.Flush();
    }

    public void OnCredit(uint bytes)
    {
        TaskCompletionSource? wanted;
        lock (_gate)
        {
            _credit += bytes;
            (wanted, _creditWanted) = (_creditWanted, null);
        }

        wanted?.TrySetResult();
    }

    public void Cancel()
    {
        RunningCall? running;
        CancellationTokenSource? waiting;
        lock (_gate)
        {
            if (_cancelled) return;
            _cancelled = true;
            (running, waiting) = (_running, _waiting);
        }

        running?.TrySetResult(CallEnd.Cancelled);
        waiting?.Cancel();
    }

    public void SendHead(HeadFrame head)
    {
        lock (_session.Connection.Gate) head.WriteTo(_session.Connection.Output, _id);
        _session.Connection.Flush();
    }

    public ValueTask SendResultAsync(ReadOnlyMemory<byte> bytes)
    {
        CancellationToken cancelled;
        lock (_gate)
        {
            if (_cancelled) return ValueTask.FromCanceled(new CancellationToken(canceled: true));
            if (_credit < bytes.Length) _waiting = new CancellationTokenSource();
            cancelled = _waiting?.Token ?? CancellationToken.None;
        }

        return SendAsync(bytes, end: true, cancelled);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, bool end, CancellationToken cancellationToken)
    {
        do
        {
            var allowed = await TakeCreditAsync(Math.Min(bytes.Length, FrameLimits.LinkPayloadBytes), cancellationToken);
            lock (_session.Connection.Gate) LinkFrames.WriteData(_session.Connection.Output, _id, bytes.Span[..allowed], end && allowed == bytes.Length);
            _session.Connection.Flush();
            bytes = bytes[allowed..];
        }
        while (bytes.Length > 0);
    }

    public void Answered(OutcomeFrame answer)
    {
        lock (_session.Connection.Gate) answer.WriteTo(_session.Connection.Output, _id, FrameKind.Answered);
        _session.Connection.Flush();
    }

    private async ValueTask<int> TakeCreditAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task waiting;
            lock (_gate)
            {
                if (wanted == 0) return 0;
                if (_credit > 0)
                {
                    var taken = (int)Math.Min(_credit, wanted);
                    _credit -= taken;
                    return taken;
                }

                waiting = (_creditWanted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await waiting.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        // A request that ended before its body was read: what still comes is dropped.
        _body?.Reader.Complete();
    }
}
