using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Link;
using ScfAspire.Transport.Frames;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>The smallest Dispatch: calls over a real link.</summary>
internal sealed class LinkClient : IFrameHandler, IDisposable
{
    private readonly IFrameConnection _connection;
    private readonly ConcurrentDictionary<uint, ClientCall> _calls = new();
    private readonly TaskCompletionSource<WelcomeFrame> _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GoAwayFrame> _away = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _nonce = LinkProof.NewNonce();
    private readonly byte[] _key;
    private byte[]? _proof;
    private uint _last;

    private LinkClient(Socket socket, byte[] key, LinkClient? replayed = null)
    {
        _key = key;
        if (replayed is not null) _nonce = replayed._nonce;
        _proof = replayed?._proof;
        _connection = new FrameConnections(null).Create(socket, FrameLimits.LinkPayloadBytes);
        Closed = _connection.ReceiveAsync(this);
    }

    public Task Closed { get; }

    public Task<WelcomeFrame> Welcome => _welcome.Task;

    public Task<GoAwayFrame> Away => _away.Task;

    public Observed<ulong> Shipped { get; } = new();

    public static async Task<LinkClient> ConnectAsync(string path, string key, uint window = 1 << 20, ushort version = FrameLimits.Version)
    {
        var client = new LinkClient(await DialAsync(path), Encoding.UTF8.GetBytes(key));
        client.Write(output => new HelloFrame(version, window, client._nonce, "test").WriteTo(output));
        return client;
    }

    /// <summary>Says on a new connection, byte for byte, what <paramref name="recorded"/> said to be let in.</summary>
    public static async Task<LinkClient> ReplayAsync(string path, LinkClient recorded)
    {
        var client = new LinkClient(await DialAsync(path), [], recorded);
        client.Write(output =>
        {
            new HelloFrame(FrameLimits.Version, 1 << 20, client._nonce, "test").WriteTo(output);
            LinkFrames.WriteProof(output, client._proof!);
        });
        return client;
    }

    private static async Task<Socket> DialAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
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
                var welcome = WelcomeFrame.Read(payload);
                if (_proof is null) Write(output => LinkFrames.WriteProof(output, _proof = LinkProof.OfDispatch(_key, _nonce, welcome.Nonce)));
                _welcome.TrySetResult(welcome);
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
            case FrameKind.Answered:
                _calls[header.CallId].OnAnswered(OutcomeFrame.Read(payload));
                break;
            case FrameKind.Outcome:
                _calls[header.CallId].OnOutcome(OutcomeFrame.Read(payload));
                break;
        }
    }

    public void Dispose() => _connection.Dispose();
}
