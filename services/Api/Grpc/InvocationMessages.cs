using System.Text;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>Ends of invocations as messages.</summary>
internal static class InvocationMessages
{
    public static InvocationSummary Summary(InvocationResult result) => new()
    {
        RequestId = result.RequestId.ToString(),
        StatusCode = result.StatusCode,
        ErrorMessage = result.ErrorMessage,
        Version = result.Version,
        Duration = Microseconds(result.DurationMicroseconds),
        BilledDuration = Microseconds(result.BilledMilliseconds * 1000),
        MemoryUsedBytes = result.MemoryUsedBytes,
        ColdStart = Microseconds(result.ColdStartMicroseconds),
        LogTail = result.LogTail,
    };

    /// <summary>Bytes of a function as text; what is not UTF-8 becomes replacement characters, since the message holds text.</summary>
    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static Duration Microseconds(long microseconds) => Duration.FromTimeSpan(TimeSpan.FromMicroseconds(microseconds));
}
