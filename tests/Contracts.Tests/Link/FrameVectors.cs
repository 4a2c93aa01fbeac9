using System.Buffers;
using System.Text;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Contracts.Tests.Link;

/// <summary>The frames of the vectors in docs/specs, by name.</summary>
internal static class FrameVectors
{
    public static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
    public static readonly byte[] Nonce = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
    public static readonly byte[] AgentNonce = Convert.FromHexString("101112131415161718191a1b1c1d1e1f");
    public static readonly Guid RequestId = Guid.Parse("01947a3e-8b2f-7c11-9d55-0123456789ab");

    public static readonly IReadOnlyDictionary<string, Action<IBufferWriter<byte>>> All = new Dictionary<string, Action<IBufferWriter<byte>>>
    {
        ["hello"] = w => new HelloFrame(3, 262_144, Nonce, "trigger/7f3a").WriteTo(w),
        ["welcome"] = w => new WelcomeFrame(3, 262_144, AgentNonce, LinkProof.OfAgent(Key, Nonce, AgentNonce), 1_700_000_000_123, "node-1").WriteTo(w),
        ["proof"] = w => LinkFrames.WriteProof(w, LinkProof.OfDispatch(Key, Nonce, AgentNonce)),
        ["goaway"] = w => new GoAwayFrame(GoAwayCode.Leaving, "bye").WriteTo(w),
        ["ping"] = w => LinkFrames.WritePing(w, 0x0102030405060708),
        ["pong"] = w => LinkFrames.WritePong(w, 0x0102030405060708),
        ["shipped"] = w => LinkFrames.WriteShipped(w, 42),
        ["invoke event"] = w => EventCall.WriteTo(w, 7),
        ["invoke http"] = w => HttpCall.WriteTo(w, 8),
        ["data"] = w => LinkFrames.WriteData(w, 7, "{}"u8, end: false),
        ["data end"] = w => LinkFrames.WriteData(w, 7, default, end: true),
        ["head"] = w => Head.WriteTo(w, 8),
        ["answered"] = w => Answer.WriteTo(w, 7, FrameKind.Answered),
        ["outcome"] = w => Outcome.WriteTo(w, 7),
        ["cancel"] = w => LinkFrames.WriteCancel(w, 7, CancelReason.Deadline),
        ["window"] = w => LinkFrames.WriteWindow(w, 7, 65_536),
        ["event"] = w => RuntimeFrames.WriteEvent(w, 7, RequestId, "", "", new ReadOnlySequence<byte>("{\"a\":1}"u8.ToArray())),
        ["event of a timer"] = w => RuntimeFrames.WriteEvent(w, 7, RequestId, "00-ab-cd-01", "Timer", new ReadOnlySequence<byte>("{\"a\":1}"u8.ToArray())),
        ["loaded"] = w => RuntimeFrames.Write(w, FrameKind.Loaded, 0, default),
        ["result"] = w => RuntimeFrames.Write(w, FrameKind.Result, 7, "1"u8),
        ["result before later work"] = w => RuntimeFrames.Write(w, FrameKind.Result, 7, "1"u8, FrameLimits.LaterWorkFlag),
        ["done"] = w => RuntimeFrames.Write(w, FrameKind.Done, 7, default),
        ["failure"] = w => RuntimeFrames.WriteJson(w, FrameKind.Failure, 7, new RuntimeFailure(430, "boom", "at x"), RuntimeJson.Default.RuntimeFailure),
    };

    public static InvokeFrame EventCall => new()
    {
        InstanceId = 0x1122334455667788,
        RequestId = RequestId,
        TimeLimitMs = 3_000,
        RetryNum = 1,
        Mode = InvokeMode.Event,
        WantLogTail = true,
        BodyLength = 2,
        Qualifier = "$LATEST",
        InvokeType = "RequestResponse",
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    public static InvokeFrame HttpCall => new()
    {
        InstanceId = 9,
        RequestId = RequestId,
        TimeLimitMs = 60_000,
        Mode = InvokeMode.Http,
        BodyLength = -1,
        Qualifier = "1",
        InvokeType = "Http",
        TriggerSource = "http",
        Method = "POST",
        Target = "/p?q=1",
        Headers = [new("Host", "h"), new("X-Ä", "ö")],
    };

    public static HeadFrame Head => new(101, true, [new("Upgrade", "websocket")]);

    public static OutcomeFrame Answer => new()
    {
        StatusCode = 200,
        StartUnixMicroseconds = 1_700_000_000_000_001,
        DurationMicroseconds = 1_500,
        BilledMilliseconds = 2,
        MemoryUsedBytes = 33_554_432,
        LogTail = "hi\n",
    };

    public static OutcomeFrame Outcome => new()
    {
        StatusCode = 433,
        InstanceGone = true,
        StartUnixMicroseconds = 1_700_000_000_000_001,
        DurationMicroseconds = 3_000_123,
        BilledMilliseconds = 3_001,
        MemoryUsedBytes = 33_554_432,
        SpoolSequence = 42,
        ErrorMessage = "Invoking task timed out after 3 seconds",
        LogTail = "hi\n",
    };
}
