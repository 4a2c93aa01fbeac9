using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Invocations;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>FunctionLog</c> of the SCF interface: one finished run.</summary>
public sealed record FunctionLogModel
{
    private const double MicrosecondsPerMillisecond = 1000.0;

    public required string FunctionName { get; init; }

    public required string RequestId { get; init; }

    public required string StartTime { get; init; }

    /// <summary>0 success, 3 interrupted, otherwise the status code of the failure.</summary>
    public required int RetCode { get; init; }

    public required string RetMsg { get; init; }

    /// <summary>Milliseconds.</summary>
    public required double Duration { get; init; }

    /// <summary>Milliseconds.</summary>
    public required long BillDuration { get; init; }

    /// <summary>Bytes.</summary>
    public required long MemUsage { get; init; }

    public required string Log { get; init; }

    public required int RetryNum { get; init; }

    public int InvokeFinished { get; init; } = 1;

    public string Level { get; init; } = "";

    public string Source { get; init; } = "";

    public static FunctionLogModel Of(InvocationRecord record, ScfTime time) => new()
    {
        FunctionName = record.Key?.Function ?? "",
        RequestId = new Guid(record.RequestId.Span, bigEndian: true).ToString(),
        StartTime = time.TextOfMicroseconds(record.StartUnixUs),
        RetCode = record.StatusCode switch
        {
            InvocationStatus.Success => 0,
            InvocationStatus.RequestCanceled => 3,
            var code => code,
        },
        RetMsg = record.RetMsg,
        Duration = record.DurationUs / MicrosecondsPerMillisecond,
        BillDuration = record.BilledMs,
        MemUsage = record.MemoryUsedBytes,
        Log = record.Log,
        RetryNum = record.RetryNum,
    };
}
