using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Framing;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>The smallest Dispatch: calls over a real link.</summary>
internal sealed class LinkClient : IFrameHandler, IDisposable
{
    private readonly FrameConnection _connection;
    private readonly ConcurrentDictionary<uint, ClientCall> _calls = new();
    private readonly TaskCompletionSource<WelcomeFrame> _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GoAwayFrame> _away = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _last;

    private LinkClient(Socket socket)
    {
        _connection = new FrameConnection(socket, FrameLimits.LinkPayloadBytes);
        Closed = _connection.ReceiveAsync(this);
    }

    public Task Closed { get; }

    public Task<WelcomeFrame> Welcome => _welcome.Task;

    public Task<GoAwayFrame> Away => _away.Task;

    public Observed<ulong> Shipped { get; } = new();

    public static async Task<LinkClient> ConnectAsync(string path, string key, uint window = 1 << 20)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var client = new LinkClient(socket);
        var nonce = RandomNumberGenerator.GetBytes(FrameLimits.NonceBytes);
        var proof = LinkProof.OfDispatch(Encoding.UTF8.GetBytes(key), nonce);
        client.Write(output => new HelloFrame(FrameLimits.Version, window, nonce, proof, "test").WriteTo(output));
        return client;
    }

    public ClientCall Invoke(ulong instanceId, string json, int timeLimitMs = 30_000, string invokeType = "RequestResponse", string triggerSource = "")
    {
        var body = Encoding.UTF8.GetBytes(json);
        return Send(new InvokeFrame
        {
            InstanceId = instanceId,
            RequestId = Guid.CreateVersion7(),
            TimeLimitMs = (uint)timeLimitMs,
            Mode = InvokeMode.Event,
            WantLogTail = true,
            BodyLength = body.Length,
            Qualifier = "$LATEST",
            InvokeType = invokeType,
            TriggerSource = triggerSource,
        }, body);
    }

    public ClientCall Http(ulong instanceId, string method, string target, byte[]? body = null, IReadOnlyList<KeyValuePair<string, string>>? headers = null, int timeLimitMs = 30_000) =>
        Send(new InvokeFrame
        {
            InstanceId = instanceId,
            RequestId = Guid.CreateVersion7(),
            TimeLimitMs = (uint)timeLimitMs,
            Mode = InvokeMode.Http,
            WantLogTail = true,
            BodyLength = body?.Length ?? 0,
            Qualifier = "$LATEST",
            InvokeType = "Http",
            Method = method,
            Target = target,
            Headers = headers ?? [new("Host", "example.test")],
        }, body ?? []);

    public ClientCall Send(InvokeFrame head, byte[] body)
    {
        var id = ++_last;
        var call = new ClientCall(id, head.RequestId);
        _calls[id] = call;
        Write(output =>
        {
            head.WriteTo(output, id);
            for (var sent = 0; sent < body.Length;)
            {
                var count = Math.Min(FrameLimits.LinkPayloadBytes, body.Length - sent);
                LinkFrames.WriteData(output, id, body.AsSpan(sent, count), sent + count == body.Length);
                sent += count;
            }
        });
        return call;
    }

    public void Data(ClientCall call, ReadOnlySpan<byte> bytes, bool end)
    {
        lock (_connection.Gate) LinkFrames.WriteData(_connection.Output, call.Id, bytes, end);
        _connection.Flush();
    }

    public void Cancel(ClientCall call) => Write(output => LinkFrames.WriteCancel(output, call.Id, CancelReason.CallerGone));

    public void Window(ClientCall call, uint credit) => Write(output => LinkFrames.WriteWindow(output, call.Id, credit));

    private void Write(Action<IBufferWriter<byte>> write)
    {
        lock (_connection.Gate) write(_connection.Output);
        _connection.Flush();
    }

    public void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        switch (header.Kind)
        {
            case FrameKind.Welcome:
                _welcome.TrySetResult(WelcomeFrame.Read(payload));
                break;
            case FrameKind.GoAway:
                _away.TrySetResult(GoAwayFrame.Read(payload));
                break;
            case FrameKind.Shipped:
                Shipped.Add(LinkFrames.ReadUInt64(payload));
                break;
            case FrameKind.Head:
                _calls[header.CallId].OnHead(HeadFrame.Read(payload));
                break;
            case FrameKind.Data:
                _calls[header.CallId].OnData(payload.ToArray());
                break;
            case FrameKind.Outcome:
                _calls[header.CallId].OnOutcome(OutcomeFrame.Read(payload));
                break;
        }
    }

    public void Dispose() => _connection.Dispose();
}
