using Google.Protobuf;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Leases;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Records;

/// <summary>Records as the dispatching side knows them.</summary>
internal static class RecordBuilder
{
    private const int TextBytes = 8 * 1024;
    private const long MicrosecondsPerTick = TimeSpan.TicksPerMicrosecond;

    /// <summary>Of a call whose agent said how it ended.</summary>
    public static InvocationRecord Of(CallDescription call, OutcomeFrame outcome)
    {
        var record = Of(call, outcome.StatusCode, outcome.ErrorMessage);
        if (outcome.StartUnixMicroseconds > 0) record.StartUnixUs = outcome.StartUnixMicroseconds;
        record.DurationUs = outcome.DurationMicroseconds;
        record.BilledMs = outcome.BilledMilliseconds;
        record.MemoryUsedBytes = outcome.MemoryUsedBytes;
        record.Log = outcome.LogTail;
        return record;
    }

    /// <summary>Of a call that no instance was to be had for; it is not billed.</summary>
    public static InvocationRecord Of(CallDescription call, Refusal refusal)
    {
        var record = Of(call, refusal.StatusCode, refusal.Message);
        record.RetMsg = Utf8Cut.First(refusal.ErrorJson, TextBytes);
        record.Log = refusal.InitLog;
        return record;
    }

    /// <summary>Of a call that ended without the agent's word.</summary>
    public static InvocationRecord Of(CallDescription call, int statusCode, string errorMessage)
    {
        var id = new byte[16];
        call.RequestId.TryWriteBytes(id, bigEndian: true, out _);
        return new InvocationRecord
        {
            RequestId = UnsafeByteOperations.UnsafeWrap(id),
            RetryNum = call.RetryNum,
            Key = call.Route.Key,
            FunctionId = call.Route.FunctionId,
            Version = call.Version.Version,
            Qualifier = call.Qualifier,
            SpecId = call.Version.SpecId,
            Pool = call.PoolName,
            InstanceId = call.InstanceId,
            Source = RecordSource.Dispatch,
            InvokeType = call.InvokeType,
            StartUnixUs = (call.Start.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / MicrosecondsPerTick,
            MemoryMb = call.Version.MemoryMb,
            StatusCode = statusCode,
            ErrorMessage = Utf8Cut.First(errorMessage, TextBytes),
            ColdStartUs = call.ColdStartMicroseconds,
        };
    }
}
