using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Link;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Dispatch.Links;

/// <summary>One connection to one agent and the calls that it carries.</summary>
internal sealed partial class AgentLink : IFrameHandler, IAsyncDisposable
{
    private readonly IFrameConnection _connection;
    private readonly WelcomeFrame _welcome;
    private readonly DispatchOptions _options;
    private readonly ICallRecords _records;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HeldCalls _held;
    private readonly ConcurrentDictionary<uint, LinkCall> _calls = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _loops = Task.CompletedTask;
    private uint _lastCallId;
    private long _lastHeard;
    private volatile bool _takesCalls = true;
    private bool _sends = true;

    internal AgentLink(IFrameConnection connection, WelcomeFrame welcome, string address, DispatchOptions options, ICallRecords records, TimeProvider time, ILogger logger)
    {
        (_connection, _welcome, Address, _options, _records, _time, _logger) = (connection, welcome, address, options, records, time, logger);
        _held = new HeldCalls(options.HeldLimit);
        _lastHeard = time.GetTimestamp();
    }

    public string Address { get; }

    public string AgentId => _welcome.AgentId;

    /// <summary>New calls are possible: neither side is leaving and the connection is up.</summary>
    public bool TakesCalls => _takesCalls;

    /// <summary>Completes when the connection has ended and all its calls have been ended with it.</summary>
    public Task Closed => _loops;

    public int OpenCalls => _calls.Count;

    /// <param name="receiving">Ends with the connection.</param>
    public void Run(Task receiving) => _loops = RunAsync(receiving);

    /// <summary>Sends the head of a call and as much of <paramref name="body"/> as the window allows.</summary>
    /// <returns>The call; one that has ended with <see cref="CallEndKind.NotSent"/> where the link takes none.</returns>
    /// <exception cref="FrameFormatException">The head does not fit a frame; nothing was sent.</exception>
    public LinkCall Start(InvokeFrame invoke, ReadOnlyMemory<byte> body, CallDescription description)
    {
        var call = new LinkCall(this, invoke, description, _welcome.InitialWindow, _options.InitialWindow, DeadlineOf(invoke), _connection.RunsOnLoop);
        call.Unsent = body;
        try
        {
            if (!_takesCalls || !Write(call, static (frames, call) => call.Link.WriteStart(frames, call)) || call.Id == 0)
            {
                _calls.TryRemove(call.Id, out _);
                call.Complete(new CallEnd(CallEndKind.NotSent, null));
                return call;
            }
        }
        catch (FrameFormatException)
        {
            _calls.TryRemove(call.Id, out _);
            throw;
        }

        if (!body.IsEmpty) _ = SendRestAsync(call);
        if (_closing.IsCancellationRequested) EndCall(call, new CallEnd(CallEndKind.LinkLost, null));
        return call;
    }

    /// <summary>Sends one chunk of a web call's body as credit allows.</summary>
    /// <returns>False when the call has ended or was cancelled.</returns>
    public async ValueTask<bool> SendAsync(LinkCall call, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        while (!chunk.IsEmpty)
        {
            var taken = call.TakeCredit(chunk.Length);
            if (taken == 0)
            {
                if (!await call.WaitForCreditAsync(cancellationToken)) return false;
                continue;
            }

            Write((call, chunk[..taken]), static (frames, state) =>
            {
                if (!state.call.Cancelled) LinkFrames.WriteData(frames, state.call.Id, state.Item2.Span, end: false);
            });
            chunk = chunk[taken..];
        }

        return true;
    }

    /// <summary>Ends the body of a web call.</summary>
    public void SendEnd(LinkCall call) => Write(call, static (frames, call) =>
    {
        if (!call.Cancelled) LinkFrames.WriteData(frames, call.Id, default, end: true);
    });

    /// <summary>Asks the agent to cancel; its OUTCOME still comes, or the call is given up after the grace period. No DATA follows.</summary>
    public void Cancel(LinkCall call, CancelReason reason)
    {
        // Marked before CANCEL is written: who writes DATA under the gate sees it.
        if (!call.MarkCancelled(_time.GetTimestamp() + Ticks(_options.DeadlineGrace))) return;
        Write((call.Id, reason), static (frames, state) => LinkFrames.WriteCancel(frames, state.Id, state.reason));
    }

    /// <summary>The reader of a web call's answer took bytes.</summary>
    public void Consumed(LinkCall call, long bytes)
    {
        if (call.GrantAfter(bytes) is var grant and > 0)
            Write((call.Id, grant), static (frames, state) => LinkFrames.WriteWindow(frames, state.Id, state.grant));
    }

    public async ValueTask DisposeAsync()
    {
        _takesCalls = false;
        Write(0, static (frames, _) => new GoAwayFrame(GoAwayCode.Leaving, "").WriteTo(frames));
        lock (_connection.Gate) _sends = false;
        await _loops.WaitAsync(TimeSpan.FromSeconds(1), _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection.Dispose();
        await _loops;
        _closing.Dispose();
    }

    /// <summary>Appends what <paramref name="write"/> writes, whole or (when it throws) not at all.</summary>
    /// <returns>False when the link has ended.</returns>
    private bool Write<TState>(TState state, Action<IBufferWriter<byte>, TState> write)
    {
        lock (_connection.Gate)
        {
            if (!_sends) return false;
            write(_connection.Output, state);
        }

        _connection.Flush();
        return true;
    }

    // Under the connection's gate: the agent takes calls in the order of their ids only. A link whose ids are used up takes no more.
    private void WriteStart(IBufferWriter<byte> frames, LinkCall call)
    {
        if (_lastCallId == uint.MaxValue)
        {
            _takesCalls = false;
            return;
        }

        call.Id = _lastCallId + 1;
        _calls[call.Id] = call;
        Volatile.Write(ref _lastCallId, call.Id);
        call.Invoke.WriteTo(frames, call.Id);
        WriteBody(frames, call);
    }

    // Only one caller at a time: the start of the call, then the one task that sends the rest.
    private static void WriteBody(IBufferWriter<byte> frames, LinkCall call)
    {
        while (!call.Unsent.IsEmpty && call.TakeCredit(call.Unsent.Length) is var taken and > 0)
        {
            LinkFrames.WriteData(frames, call.Id, call.Unsent.Span[..taken], end: taken == call.Unsent.Length);
            call.Unsent = call.Unsent[taken..];
        }
    }

    private async Task SendRestAsync(LinkCall call)
    {
        while (!call.Unsent.IsEmpty && await call.WaitForCreditAsync(CancellationToken.None))
        {
            if (!Write(call, static (frames, call) => WriteBody(frames, call))) return;
        }
    }
}
