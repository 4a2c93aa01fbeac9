using System.Buffers;
using System.Text;
using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Gob;
using ScfAspire.RuntimeAgent.Instances;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>The messages of the SCF interface's Go1 programs, in the net/rpc of Go: a header and a body for each request and each answer.</summary>
internal static class GoMessages
{
    private const int Request = GobType.FirstOwn, Ping = Request + 1, Invoke = Request + 2, Time = Request + 3;

    /// <summary>Defines the types of all requests; once, before the first.</summary>
    public static void WriteTypes(GobWriter gob)
    {
        gob.Define(Request, "Request", ("ServiceMethod", GobType.String), ("Seq", GobType.Uint));
        gob.Define(Ping, "PingRequest");
        gob.Define(
            Invoke, "InvokeRequest",
            ("Payload", GobType.Bytes), ("RequestId", GobType.String), ("TraceId", GobType.String), ("Deadline", Time), ("InvokedFunctionUnique", GobType.String),
            ("ClientContext", GobType.Bytes), ("Namespace", GobType.String), ("FunctionName", GobType.String), ("FunctionVersion", GobType.String),
            ("MemoryLimitInMb", GobType.Int), ("TimeLimitInMs", GobType.Int), ("Environment", GobType.String), ("TencentcloudRegion", GobType.String),
            ("TencentcloudAppID", GobType.String), ("TencentcloudUin", GobType.String), ("FunctionTrace", GobType.String));
        gob.Define(Time, "InvokeRequest_Timestamp", ("Seconds", GobType.Int), ("Nanos", GobType.Int));
    }

    public static void WritePing(GobWriter gob, ulong sequence)
    {
        WriteHeader(gob, "Function.Ping", sequence);
        gob.BeginValue(Ping);
        gob.EndValue();
    }

    /// <param name="gob">Where to.</param>
    /// <param name="sequence">The request's number.</param>
    /// <param name="call">The call.</param>
    /// <param name="spec">Its function version.</param>
    /// <param name="environment">JSON object of the variables.</param>
    /// <param name="traceParent">W3C traceparent, or empty.</param>
    /// <param name="deadline">When its time is over.</param>
    public static void WriteInvoke(GobWriter gob, ulong sequence, IInvocation call, InstanceSpec spec, string environment, string traceParent, DateTimeOffset deadline)
    {
        WriteHeader(gob, "Function.Invoke", sequence);
        gob.BeginValue(Invoke);
        gob.Bytes(0, call.Event.Span);
        gob.Text(1, call.Head.RequestId.ToString("D"));
        gob.Text(2, TraceId(traceParent));
        gob.Open(3);
        gob.Number(0, deadline.ToUnixTimeSeconds());
        gob.Number(1, deadline.Ticks % TimeSpan.TicksPerSecond * 100);
        gob.Close();
        gob.Text(4, spec.FunctionId);
        gob.Text(6, spec.Key.Namespace);
        gob.Text(7, spec.Key.Function);
        gob.Text(8, spec.Version);
        gob.Number(9, spec.MemoryMb);
        gob.Number(10, spec.TimeoutMs);
        gob.Text(11, environment);
        gob.Text(12, spec.Region);
        gob.Text(13, spec.AppId);
        gob.Text(14, spec.Uin);
        gob.Text(15, traceParent);
        gob.EndValue();
    }

    /// <summary>What the program answered to an invocation.</summary>
    /// <param name="body">The answer's body.</param>
    public static RuntimeReply ReadReply(IReadOnlyDictionary<string, object> body)
    {
        if (body.GetValueOrDefault("Error") is IReadOnlyDictionary<string, object> error) return Failure(error);
        var payload = body.GetValueOrDefault("Payload") as byte[] ?? [];
        return payload.Length > ScfStatus.MaxResultBytes ? TooLarge : RuntimeReply.Result(payload);
    }

    public static RuntimeReply TooLarge { get; } = RuntimeReply.Failure(ScfStatus.ResponseTooLarge, ScfStatus.ResponseTooLargeText);

    /// <summary>JSON object of the variables that a call sees in its context.</summary>
    public static string Environment(InstanceSpec spec, string? triggerSource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("SCF_NAMESPACE", spec.Key.Namespace);
            foreach (var (name, value) in spec.Environment)
            {
                if (name != TriggerSourceName || triggerSource is null) json.WriteString(name, value);
            }

            if (triggerSource is not null) json.WriteString(TriggerSourceName, triggerSource);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public const string TriggerSourceName = "TRIGGER_SRC";

    // A panic has broken the program's state: it asks to be ended.
    private static RuntimeReply Failure(IReadOnlyDictionary<string, object> error)
    {
        var stack = new StringBuilder($"{error.GetValueOrDefault("Type") ?? "error"}: {error.GetValueOrDefault("Message")}");
        foreach (var frame in (error.GetValueOrDefault("StackTrace") as List<object> ?? []).OfType<IReadOnlyDictionary<string, object>>())
            stack.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n    at {frame.GetValueOrDefault("Label")} ({frame.GetValueOrDefault("Path")}:{frame.GetValueOrDefault("Line")})");
        return RuntimeReply.Failure(ScfStatus.UserException, "user code exception caught", stack.ToString()) with { EndsInstance = error.GetValueOrDefault("ShouldExit") is true };
    }

    private static void WriteHeader(GobWriter gob, string method, ulong sequence)
    {
        gob.BeginValue(Request);
        gob.Text(0, method);
        gob.Count(1, sequence);
        gob.EndValue();
    }

    private static string TraceId(string traceParent) => traceParent.Split('-') is [_, var trace, ..] ? trace : "";
}
