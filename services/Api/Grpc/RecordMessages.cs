using Google.Protobuf.WellKnownTypes;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>Invocation records as messages.</summary>
internal static class RecordMessages
{
    public static Record Of(FunctionName function, InvocationRecord record)
    {
        var id = new Guid(record.RequestId.Span, bigEndian: true).ToString();
        return new()
        {
            Name = function.Child(FunctionChildName.Records, id).ToString(),
            RequestId = id,
            RetryNum = record.RetryNum,
            Version = record.Version,
            Qualifier = record.Qualifier,
            InvokeType = record.InvokeType,
            StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddMicroseconds(record.StartUnixUs)),
            Duration = InvocationMessages.Microseconds(record.DurationUs),
            BilledDuration = InvocationMessages.Microseconds(record.BilledMs * 1000),
            MemoryMb = record.MemoryMb,
            MemoryUsedBytes = record.MemoryUsedBytes,
            StatusCode = record.StatusCode,
            Result = record.RetMsg,
            ErrorMessage = record.ErrorMessage,
            ColdStart = InvocationMessages.Microseconds(record.ColdStartUs),
            Log = record.Log,
            Pool = record.Pool,
        };
    }

    /// <summary>The filter's word in the SCF interface; empty for all.</summary>
    public static string RetCode(RecordOutcome outcome) => outcome switch
    {
        RecordOutcome.Unspecified => "",
        RecordOutcome.Succeeded => "is0",
        RecordOutcome.Failed => "not0",
        RecordOutcome.TimedOut => "TimeLimitExceeded",
        RecordOutcome.OutOfMemory => "ResourceLimitExceeded",
        RecordOutcome.UserError => "UserCodeException",
        _ => throw ErrorStatus.Invalid("outcome", "is unknown."),
    };
}
