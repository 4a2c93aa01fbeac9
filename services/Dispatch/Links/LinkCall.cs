using System.Buffers;
using System.IO.Pipelines;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Dispatch.Links;

/// <summary>
/// One open call of a link. An event's answer is gathered in memory; a web call's answer goes through a pipe, whose reader grants the agent further credit as it reads.
/// </summary>
internal sealed class LinkCall
{
    private readonly TaskCompletionSource<CallEnd> _answer;
    private readonly TaskCompletionSource<HeadFrame?>? _head;
    private readonly ArrayBufferWriter<byte>? _result;
    private readonly Pipe? _body;
    // The agent's window bounds what can be in the pipe; the reader loop of the link must never wait for it.
    private static readonly PipeOptions PoolBody = new(pauseWriterThreshold: 0, useSynchronizationContext: false);
    private static readonly PipeOptions LoopBody = new(readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _creditArrived;
    // Only for a call whose answer comes before its end.
    private TaskCompletionSource<CallEnd>? _end;
    private long _credit;
    private long _mayReceive;
    private long _sinceGrant;
    private bool _ended;

    public LinkCall(AgentLink link, InvokeFrame invoke, CallDescription description, uint sendWindow, int receiveWindow, long deadline, bool onLoop)
    {
        (Link, Invoke, Description, _credit, _mayReceive, Deadline) = (link, invoke, description, sendWindow, receiveWindow, deadline);
        Window = receiveWindow;
        // On a loop the caller goes on within the frame that ends its call, and its answer leaves with the same flush.
        _answer = new TaskCompletionSource<CallEnd>(onLoop ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        if (invoke.Mode == InvokeMode.Event)
        {
            _result = new ArrayBufferWriter<byte>();
            return;
        }

        _head = new TaskCompletionSource<HeadFrame?>(onLoop ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        _body = new Pipe(onLoop ? LoopBody : PoolBody);
    }

    public AgentLink Link { get; }

    /// <summary>Given as the call is written; 0 before.</summary>
    public uint Id { get; set; }

    public InvokeFrame Invoke { get; }

    public CallDescription Description { get; }

    public int Window { get; }

    /// <summary>Timestamp at which the agent is asked to cancel, or is given up where it was asked; 0 for none.</summary>
    public long Deadline { get; private set; }

    /// <summary>Nothing more of the call is sent.</summary>
    public bool Cancelled { get; private set; }

    /// <summary>What is left of an event that did not fit the window at once.</summary>
    public ReadOnlyMemory<byte> Unsent { get; set; }

    /// <summary>The answer: the call's end, or <see cref="CallEndKind.Answered"/> where that comes later.</summary>
    public Task<CallEnd> Answer => _answer.Task;

    /// <summary>The answer came before the end.</summary>
    public bool WasAnswered => _end is not null;

    /// <summary>A web function's head; null when the call ended without one.</summary>
    public Task<HeadFrame?> Head => _head!.Task;

    public PipeReader Body => _body!.Reader;

    /// <summary>An event's answer; complete once <see cref="Answer"/> is.</summary>
    public ReadOnlyMemory<byte> Result => _result?.WrittenMemory ?? default;

    /// <summary>Takes up to <paramref name="wanted"/> bytes of the credit for sending.</summary>
    public int TakeCredit(long wanted)
    {
        lock (_gate)
        {
            if (Cancelled) return 0;
            var taken = (int)Math.Min(Math.Min(wanted, _credit), FrameLimits.LinkPayloadBytes);
            _credit -= taken;
            return taken;
        }
    }

    /// <summary>Completes when there is credit; false when the call has ended or was cancelled.</summary>
    public async ValueTask<bool> WaitForCreditAsync(CancellationToken cancellationToken)
    {
        Task arrival;
        lock (_gate)
        {
            if (_ended || Cancelled) return false;
            if (_credit > 0) return true;
            _creditArrived ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            arrival = _creditArrived.Task;
        }

        await arrival.WaitAsync(cancellationToken);
        lock (_gate) return !_ended && !Cancelled;
    }

    public void AddCredit(uint bytes)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _credit += bytes;
            (waiter, _creditArrived) = (_creditArrived, null);
        }

        waiter?.TrySetResult();
    }

    /// <summary>Bytes to grant the agent after <paramref name="consumed"/> more were taken; 0 while it has enough.</summary>
    public uint GrantAfter(long consumed)
    {
        lock (_gate)
        {
            _sinceGrant += consumed;
            if (_ended || _sinceGrant < Window / 2) return 0;
            var grant = (uint)_sinceGrant;
            _mayReceive += grant;
            _sinceGrant = 0;
            return grant;
        }
    }

    /// <summary>Ends the sending side; the agent is given up at <paramref name="deadline"/>. False where the call has ended or was cancelled before.</summary>
    public bool MarkCancelled(long deadline)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            if (_ended || Cancelled) return false;
            (Cancelled, Deadline) = (true, deadline);
            (waiter, _creditArrived) = (_creditArrived, null);
        }

        waiter?.TrySetResult();
        return true;
    }

    /// <exception cref="FrameFormatException">The agent sent HEAD where none may come.</exception>
    public void OnHead(HeadFrame head)
    {
        if (_head is null || !_head.TrySetResult(head)) throw new FrameFormatException("HEAD came where none may come.");
        lock (_gate)
        {
            // An agent that was asked to cancel still owes the outcome in time.
            if (!Cancelled) Deadline = 0;
        }
    }

    /// <returns>False when an event's answer is larger than <paramref name="resultLimit"/>.</returns>
    /// <exception cref="FrameFormatException">The agent sent more than its credit, or DATA before HEAD.</exception>
    public bool OnData(in ReadOnlySequence<byte> payload, int resultLimit)
    {
        lock (_gate)
        {
            _mayReceive -= payload.Length;
            if (_mayReceive < 0) throw new FrameFormatException("DATA beyond the call's window.");
            if (_end is not null) throw new FrameFormatException("DATA came after ANSWERED.");
        }

        if (_result is not null)
        {
            if (_result.WrittenCount + payload.Length > resultLimit) return false;
            foreach (var segment in payload) _result.Write(segment.Span);
            return true;
        }

        if (!_head!.Task.IsCompleted) throw new FrameFormatException("DATA came before HEAD.");
        foreach (var segment in payload) _body!.Writer.Write(segment.Span);
        // The pipe has no threshold, so this wakes its reader and never waits.
        var flushed = _body!.Writer.FlushAsync();
        if (!flushed.IsCompleted) throw new InvalidOperationException("The answer's pipe made the link wait.");
        flushed.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>The call's end, at which its slot is free again.</summary>
    public async Task<CallEnd> EndAsync()
    {
        var answer = await Answer;
        return answer.Kind == CallEndKind.Answered ? await _end!.Task : answer;
    }

    /// <exception cref="FrameFormatException">The agent sent ANSWERED where none may come.</exception>
    public void OnAnswered(OutcomeFrame answer)
    {
        lock (_gate)
        {
            if (_ended) return;
            if (_result is null || _end is not null) throw new FrameFormatException("ANSWERED came where none may come.");
            _end = new TaskCompletionSource<CallEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _answer.TrySetResult(new CallEnd(CallEndKind.Answered, answer));
    }

    /// <summary>Ends the call once; later ends are ignored.</summary>
    public bool Complete(CallEnd end)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            if (_ended) return false;
            _ended = true;
            (waiter, _creditArrived) = (_creditArrived, null);
        }

        waiter?.TrySetResult();
        _body?.Writer.Complete();
        _head?.TrySetResult(null);
        (_end ?? _answer).TrySetResult(end);
        return true;
    }
}
