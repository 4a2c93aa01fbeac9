using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using ScfAspire.Contracts.Link;

namespace ScfAspire.TestKit.Simulation;

/// <summary>The agent's end of one link: collects whole calls and gives them to the test's handler; tests may send any frame.</summary>
public sealed class SimulatedLink(Socket socket, byte[] key, string agentId, ulong epoch, uint window, bool grants, Func<SimulatedCall, Task> handle)
{
    private readonly Lock _gate = new();
    private long _window;
    private readonly ConcurrentDictionary<uint, (InvokeFrame Invoke, ArrayBufferWriter<byte> Body)> _open = new();

    /// <summary>Kinds of all frames that came, in their order.</summary>
    public ConcurrentQueue<FrameKind> Received { get; } = new();

    /// <summary>Call ids of the CANCEL frames that came.</summary>
    public ConcurrentQueue<(uint CallId, CancelReason Reason)> Cancelled { get; } = new();

    /// <summary>Bytes that Dispatch has granted beyond the initial window, per call.</summary>
    public ConcurrentDictionary<uint, long> Granted { get; } = new();

    public void Send(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        lock (_gate)
        {
            for (var rest = buffer.WrittenSpan; !rest.IsEmpty;) rest = rest[socket.Send(rest)..];
        }
    }

    /// <summary>Sends the answer as the window allows, then the outcome.</summary>
    public void Answer(uint callId, ReadOnlySpan<byte> result, OutcomeFrame outcome) => _ = AnswerAsync(callId, result.ToArray(), outcome);

    public void Break() => socket.Dispose();

    internal async Task RunAsync()
    {
        try
        {
            var reader = PipeReader.Create(new NetworkStream(socket));
            while (true)
            {
                var read = await reader.ReadAsync();
                var buffer = read.Buffer;
                while (FrameHeader.TryRead(ref buffer, FrameLimits.LinkPayloadBytes, out var header, out var payload)) Take(header, payload);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The test or Dispatch ended the connection.
            Cancelled.Enqueue((0, CancelReason.CallerGone));
        }
    }

    private void Take(FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        Received.Enqueue(header.Kind);
        switch (header.Kind)
        {
            case FrameKind.Hello:
                var hello = HelloFrame.Read(payload);
                _window = hello.InitialWindow;
                var nonce = LinkProof.NewNonce();
                Send(frames => new WelcomeFrame(FrameLimits.Version, window, nonce, LinkProof.OfAgent(key, hello.Nonce, nonce), epoch, agentId).WriteTo(frames));
                break;
            case FrameKind.Invoke:
                var invoke = InvokeFrame.Read(payload);
                _open[header.CallId] = (invoke, new ArrayBufferWriter<byte>());
                if (invoke.BodyLength == 0) Complete(header.CallId);
                break;
            case FrameKind.Data:
                foreach (var segment in payload) _open[header.CallId].Body.Write(segment.Span);
                var (id, length) = (header.CallId, (uint)payload.Length);
                if (header.IsEnd) Complete(id);
                else if (grants) Send(frames => LinkFrames.WriteWindow(frames, id, length));
                break;
            case FrameKind.Ping:
                var value = LinkFrames.ReadUInt64(payload);
                Send(frames => LinkFrames.WritePong(frames, value));
                break;
            case FrameKind.Cancel:
                Cancelled.Enqueue((header.CallId, LinkFrames.ReadCancel(payload)));
                break;
            case FrameKind.Window:
                var credit = LinkFrames.ReadWindow(payload);
                Granted.AddOrUpdate(header.CallId, credit, (_, known) => known + credit);
                break;
        }
    }

    private async Task AnswerAsync(uint callId, byte[] result, OutcomeFrame outcome)
    {
        for (var at = 0; at < result.Length;)
        {
            var length = Math.Min(FrameLimits.LinkPayloadBytes, result.Length - at);
            var end = at + length;
            await Eventually.TrueAsync(() => end <= _window + Granted.GetValueOrDefault(callId), "credit for the answer");
            var from = at;
            Send(frames => LinkFrames.WriteData(frames, callId, result.AsSpan(from, length), end == result.Length));
            at = end;
        }

        Send(frames => outcome.WriteTo(frames, callId));
    }

    private void Complete(uint callId)
    {
        if (_open.TryRemove(callId, out var call)) _ = handle(new SimulatedCall(callId, call.Invoke, call.Body.WrittenSpan.ToArray(), this));
    }
}
