using System.Buffers;
using System.Collections.Concurrent;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.Transport.Frames;
using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Link;

/// <summary>One Dispatch's connection: the proof, then calls, many at once. When it ends, its calls end with it.</summary>
internal sealed partial class LinkSession(IFrameConnection connection, LinkIdentity identity, InstanceTable instances, ILogger<LinkSession> log) : IFrameHandler
{
    private readonly ConcurrentDictionary<uint, LinkCall> _calls = new();
    private readonly TaskCompletionSource _proven = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // A new one for each connection: what Dispatch proved on another is worth nothing here.
    private readonly byte[] _agentNonce = LinkProof.NewNonce();
    private byte[]? _dispatchNonce;
    private bool _refused;
    private string _dispatch = "";
    private uint _window;
    private uint _lastCall;
    private int _open;
    private volatile bool _leaving;

    public IFrameConnection Connection => connection;

    /// <summary>Serves the connection until it ends and every call of it has ended.</summary>
    public async Task RunAsync(TimeProvider time)
    {
        var limit = time.CreateTimer(_ => CloseUnproven(), null, LinkLimits.HelloLimit, Timeout.InfiniteTimeSpan);
        try
        {
            await Connection.ReceiveAsync(this);
        }
        catch (FrameFormatException e)
        {
            LogProtocol(_dispatch, e.Message);
            GoAway(GoAwayCode.Protocol, e.Message);
            Connection.CloseWhenSent();
        }

        await limit.DisposeAsync();
        foreach (var (id, call) in _calls)
        {
            call.Cancel();
            if (!call.IsReady) Abandon(id, call);
        }

        _leaving = true;
        // Either the last call sees the flag, or its end is seen here.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _open) > 0) await _idle.Task;
        Connection.Dispose();
    }

    // The rest of its event will never come, so that nothing runs it.
    private void Abandon(uint id, LinkCall call)
    {
        if (!_calls.TryRemove(id, out _)) return;
        call.Dispose();
        Interlocked.Decrement(ref _open);
    }

    private void CloseUnproven()
    {
        if (!_proven.Task.IsCompleted) Connection.Dispose();
    }

    public void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (!_proven.Task.IsCompleted)
        {
            if (_refused) return;
            var expected = _dispatchNonce is null ? FrameKind.Hello : FrameKind.Proof;
            if (header.Kind != expected) throw new FrameFormatException($"{header.Kind} came where {expected} must.");
            if (_dispatchNonce is null) Welcome(HelloFrame.Read(payload));
            else Admit(_dispatchNonce, LinkFrames.ReadProof(payload));
            return;
        }

        switch (header.Kind)
        {
            case FrameKind.Invoke:
                Begin(header.CallId, InvokeFrame.Read(payload));
                break;
            case FrameKind.Data:
                Data(header, payload);
                break;
            case FrameKind.Cancel:
                LinkFrames.ReadCancel(payload);
                Cancel(header.CallId);
                break;
            case FrameKind.Window:
                var credit = LinkFrames.ReadWindow(payload);
                if (_calls.TryGetValue(header.CallId, out var granted)) granted.OnCredit(credit);
                break;
            case FrameKind.Ping:
                lock (Connection.Gate) LinkFrames.WritePong(Connection.Output, LinkFrames.ReadUInt64(payload));
                Connection.Flush();
                break;
            case FrameKind.Pong:
            case FrameKind.GoAway:
                break;
            default:
                throw new FrameFormatException($"Dispatch does not send {header.Kind}.");
        }
    }

    private void Welcome(HelloFrame hello)
    {
        _dispatch = hello.DispatchId;
        if (hello.Version != FrameLimits.Version)
        {
            Refuse($"This agent speaks version {FrameLimits.Version}.");
            return;
        }

        _window = hello.InitialWindow;
        _dispatchNonce = hello.Nonce;
        var proof = LinkProof.OfAgent(identity.Key, hello.Nonce, _agentNonce);
        var welcome = new WelcomeFrame(FrameLimits.Version, LinkLimits.InitialWindow, _agentNonce, proof, identity.Epoch, identity.AgentId);
        lock (Connection.Gate) welcome.WriteTo(Connection.Output);
        Connection.Flush();
    }

    private void Admit(byte[] dispatchNonce, byte[] proof)
    {
        if (LinkProof.Matches(LinkProof.OfDispatch(identity.Key, dispatchNonce, _agentNonce), proof)) _proven.TrySetResult();
        else Refuse("The proof is wrong.");
    }

    private void Refuse(string text)
    {
        _refused = true;
        LogRefused(_dispatch);
        GoAway(GoAwayCode.Refused, text);
        Connection.CloseWhenSent();
    }

    private void Begin(uint id, InvokeFrame head)
    {
        if (id <= _lastCall) throw new FrameFormatException("A call's id is not above those before it.");
        _lastCall = id;
        var call = new LinkCall(this, id, head, _window);
        _calls[id] = call;
        Interlocked.Increment(ref _open);
        if (call.IsReady) _ = RunAsync(id, call);
    }

    private void Data(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        // DATA of a call that has ended may still be on its way.
        if (!_calls.TryGetValue(header.CallId, out var call)) return;
        if (call.OnData(payload, header.IsEnd)) _ = RunAsync(header.CallId, call);
        else if (call.CreditForEvent(payload.Length) is > 0 and var credit) call.Grant(credit);
    }

    private void Cancel(uint id)
    {
        if (!_calls.TryGetValue(id, out var call)) return;
        call.Cancel();
        if (call.IsReady) return;
        // The rest of its event does not come any more, so that nothing would ever answer it.
        Abandon(id, call);
        lock (Connection.Gate) CallFailure.NeverSaw(CallFailure.CancelledText, instanceGone: false, ScfStatus.Cancelled).WriteTo(Connection.Output, id);
        Connection.Flush();
    }

    private async Task RunAsync(uint id, LinkCall call)
    {
        OutcomeFrame outcome;
        try
        {
            var instance = instances.Find(call.Head.InstanceId);
            outcome = _leaving || instance is null
                ? CallFailure.NeverSaw("The instance is not here.", instanceGone: true)
                : await instance.RunAsync(call);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of the agent's own must not leave the caller waiting.
            LogFault(e, call.Head.RequestId);
            outcome = new OutcomeFrame { StatusCode = ScfStatus.Internal, ErrorMessage = "The agent failed." };
        }

        lock (Connection.Gate) outcome.WriteTo(Connection.Output, id);
        _calls.TryRemove(id, out _);
        call.Dispose();
        Connection.Flush();
        if (Interlocked.Decrement(ref _open) == 0 && _leaving) _idle.TrySetResult();
    }

    /// <summary>Says that no new calls are taken; open ones go on.</summary>
    public void GoAway(GoAwayCode code, string text)
    {
        lock (Connection.Gate) new GoAwayFrame(code, text).WriteTo(Connection.Output);
        Connection.Flush();
    }

    /// <summary>Says how far Metering has stored the agent's records.</summary>
    public void Shipped(ulong sequence)
    {
        if (!_proven.Task.IsCompleted) return;
        lock (Connection.Gate) LinkFrames.WriteShipped(Connection.Output, sequence);
        Connection.Flush();
    }
}
