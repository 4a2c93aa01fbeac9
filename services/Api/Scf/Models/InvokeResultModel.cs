using System.Text;
using System.Text.Json.Nodes;
using ScfAspire.Api.Grpc;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;
using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>Result</c> of the SCF interface.</summary>
public sealed record InvokeResultModel
{
    private const double MicrosecondsPerMillisecond = 1000.0;

    /// <summary>Last 4 KB of the log when asked for; plain text.</summary>
    public string Log { get; init; } = "";

    /// <summary>JSON text of the return value, or of the error.</summary>
    public Utf8Field RetMsg { get; init; } = new(default);

    public string ErrMsg { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long MemUsage { get; init; }

    /// <summary>Milliseconds.</summary>
    public double Duration { get; init; }

    /// <summary>Milliseconds.</summary>
    public long BillDuration { get; init; }

    public required string FunctionRequestId { get; init; }

    /// <summary>0, or the status code of the failure.</summary>
    public int InvokeResult { get; init; }

    /// <summary>A queued event has an id and nothing else yet.</summary>
    public static InvokeResultModel Accepted(Guid requestId) => new() { FunctionRequestId = requestId.ToString() };

    public static InvokeResultModel Of(InvocationResult result) => new()
    {
        Log = result.LogTail,
        RetMsg = new(result.Body.IsEmpty && !result.Succeeded ? Encoding.UTF8.GetBytes(ErrorText(result)) : InvocationRequests.Text(result.Body)),
        ErrMsg = result.ErrorMessage,
        MemUsage = result.MemoryUsedBytes,
        Duration = result.DurationMicroseconds / MicrosecondsPerMillisecond,
        BillDuration = result.BilledMilliseconds,
        FunctionRequestId = result.RequestId.ToString(),
        InvokeResult = result.Succeeded ? 0 : result.StatusCode,
    };

    /// <summary>Reads LogType; tools differ in its capitals.</summary>
    /// <exception cref="ScfException">Neither None nor Tail.</exception>
    public static bool WantsLog(string? logType) => logType?.ToUpperInvariant() switch
    {
        null or "" or "NONE" => false,
        "TAIL" => true,
        _ => throw new ScfException(ScfErrorCode.InvalidParam, $"LogType '{logType}' must be None or Tail."),
    };

    private static string ErrorText(InvocationResult result) => new JsonObject
    {
        ["errorCode"] = -1,
        ["errorMessage"] = result.ErrorMessage,
        ["requestId"] = result.RequestId.ToString(),
        ["stackTrace"] = "",
        ["statusCode"] = result.StatusCode,
    }.ToJsonString(ScfJson.Response);
}
