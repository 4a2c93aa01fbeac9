using System.Buffers;
using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Records;

namespace ScfAspire.Dispatch.Links;

/// <summary>What the agent says, and the watch over it.</summary>
internal sealed partial class AgentLink
{
    private async Task RunAsync(Task receiving)
    {
        var watching = WatchAsync();
        var reason = "the connection was closed";
        try
        {
            await receiving;
        }
        catch (FrameFormatException e)
        {
            LogProtocol(Address, e.Message);
            reason = e.Message;
            Write(e.Message, static (frames, text) => new GoAwayFrame(GoAwayCode.Protocol, text).WriteTo(frames));
            _connection.CloseWhenSent();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of our own: the calls must be told all the same.
            LogFault(Address, e);
            reason = e.Message;
            _connection.Dispose();
        }

        _takesCalls = false;
        lock (_connection.Gate) _sends = false;
        await _closing.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        EndAll(reason);
        if (receiving.IsCompletedSuccessfully) _connection.Dispose();
    }

    // Deadlines and silence need no precision: one timer per link looks at all its calls.
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), _time);
        while (await timer.WaitForNextTickAsync(_closing.Token))
        {
            var now = _time.GetTimestamp();
            foreach (var call in _calls.Values)
            {
                if (call.Deadline == 0 || now < call.Deadline) continue;
                if (call.Cancelled) EndCall(call, new CallEnd(CallEndKind.Silent, null));
                else Cancel(call, CancelReason.Deadline);
            }

            var silence = _time.GetElapsedTime(Volatile.Read(ref _lastHeard), now);
            if (silence > _options.LinkTimeout)
            {
                LogSilent(Address, silence.TotalSeconds);
                _connection.Dispose();
            }
            else if (silence > _options.PingInterval)
            {
                Write((ulong)now, static (frames, value) => LinkFrames.WritePing(frames, value));
            }
        }
    }

    public void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        Volatile.Write(ref _lastHeard, _time.GetTimestamp());
        switch (header.Kind)
        {
            case FrameKind.Data or FrameKind.Head or FrameKind.Answered or FrameKind.Outcome or FrameKind.Window:
                // A call that was given up here may still be answered: its frames are dropped.
                if (_calls.TryGetValue(header.CallId, out var call)) Handle(call, header.Kind, payload);
                else if (header.CallId == 0 || header.CallId > Volatile.Read(ref _lastCallId)) throw new FrameFormatException($"{header.Kind} for call {header.CallId}, which was never made.");
                break;
            case FrameKind.Shipped:
                _held.Shipped(LinkFrames.ReadUInt64(payload));
                break;
            case FrameKind.Ping:
                Write(LinkFrames.ReadUInt64(payload), static (frames, value) => LinkFrames.WritePong(frames, value));
                break;
            case FrameKind.Pong:
                LinkFrames.ReadUInt64(payload);
                break;
            case FrameKind.GoAway:
                _takesCalls = false;
                var goAway = GoAwayFrame.Read(payload);
                LogGoAway(Address, goAway.Code, goAway.Text);
                break;
            default:
                throw new FrameFormatException($"An agent may not send frames of kind 0x{(byte)header.Kind:x2}.");
        }
    }

    private void Handle(LinkCall call, FrameKind kind, in ReadOnlySequence<byte> payload)
    {
        switch (kind)
        {
            case FrameKind.Data:
                if (!call.OnData(payload, _options.ResultLimit)) TooLarge(call);
                else if (call.Invoke.Mode == InvokeMode.Event) Consumed(call, payload.Length);
                break;
            case FrameKind.Head:
                call.OnHead(HeadFrame.Read(payload));
                break;
            case FrameKind.Answered:
                call.OnAnswered(OutcomeFrame.Read(payload));
                break;
            case FrameKind.Window:
                call.AddCredit(LinkFrames.ReadWindow(payload));
                break;
            default:
                var outcome = OutcomeFrame.Read(payload);
                if (outcome.SpoolSequence > 0) _held.Hold(call.Description, outcome);
                EndCall(call, new CallEnd(CallEndKind.Outcome, outcome));
                break;
        }
    }

    private void TooLarge(LinkCall call)
    {
        Cancel(call, CancelReason.CallerGone);
        EndCall(call, new CallEnd(CallEndKind.TooLarge, null));
    }

    private void EndCall(LinkCall call, CallEnd end)
    {
        _calls.TryRemove(call.Id, out _);
        call.Complete(end);
    }

    private void EndAll(string reason)
    {
        var held = _held.TakeAll();
        var open = _calls.Values.ToArray();
        LogLost(Address, reason, open.Length, held.Count);
        foreach (var (description, outcome) in held) _records.Add(RecordBuilder.Of(description, outcome));
        foreach (var call in open) EndCall(call, new CallEnd(CallEndKind.LinkLost, null));
    }

    private long DeadlineOf(InvokeFrame invoke) =>
        _time.GetTimestamp() + Ticks(TimeSpan.FromMilliseconds(invoke.TimeLimitMs) + _options.DeadlineGrace);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
