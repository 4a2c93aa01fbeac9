using Google.Protobuf;
using ScfAspire.Api.Logs;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class GetFunctionLogsAction(IInvocationLog log, ScfTime time, TimeProvider clock) : ScfAction<GetFunctionLogsAction.Request>
{
    private static readonly TimeSpan WindowMax = TimeSpan.FromDays(1);

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var offset = request.Offset ?? 0;
        var limit = request.Limit ?? ScfLimits.PageSizeDefault;
        if (offset < 0 || limit < 1) throw new ScfException(ScfErrorCode.InvalidOffset, "Offset must not be negative and Limit must be at least 1.");
        if (offset + (long)limit > ScfLimits.LogWindow) throw new ScfException(ScfErrorCode.LimitExceededOffset, $"Offset and Limit together must not pass {ScfLimits.LogWindow}.");
        var (start, end) = Window(request);
        var query = new ListRecordsRequest
        {
            Key = new() { Namespace = request.NamespaceOrDefault(), Function = request.Function() },
            Qualifier = request.Qualifier ?? "",
            StartUnixUs = RecordTexts.Microseconds(start),
            EndUnixUs = RecordTexts.Microseconds(end),
            RetCode = RequireRetCode(request.Filter?.RetCode),
            OrderBy = RequireOrderBy(request.OrderBy),
            Ascending = Ordering.IsAscending(request.Order, otherwise: false),
            Offset = offset,
            Limit = limit,
            IncludeLogs = true,
        };
        if (request.FunctionRequestId is { Length: > 0 } id) query.RequestId = ByteString.CopyFrom(RecordTexts.RequireRequestId(id).ToByteArray(bigEndian: true));
        var page = await log.ListAsync(query, cancellationToken);
        return new Response { TotalCount = page.TotalCount, Data = [.. page.Records.Select(r => FunctionLogModel.Of(r, time))] };
    }

    private (DateTimeOffset Start, DateTimeOffset End) Window(Request request)
    {
        var end = request.EndTime is { Length: > 0 } ? time.Parse(request.EndTime) : clock.GetUtcNow();
        var start = request.StartTime is { Length: > 0 } ? time.Parse(request.StartTime) : end - WindowMax;
        return start <= end && end - start <= WindowMax
            ? (start, end)
            : throw new ScfException(ScfErrorCode.InvalidStartTimeOrEndTime, "EndTime must not be before StartTime, and not more than a day after it.");
    }

    private static string RequireRetCode(string? code) => code switch
    {
        null or "" => "",
        "not0" or "is0" or "TimeLimitExceeded" or "ResourceLimitExceeded" or "UserCodeException" => code,
        _ => throw new ScfException(ScfErrorCode.InvalidRetCode, $"RetCode '{code}' must be not0, is0, TimeLimitExceeded, ResourceLimitExceeded or UserCodeException."),
    };

    private static string RequireOrderBy(string? field) => field switch
    {
        null or "" => "start_time",
        "function_name" or "duration" or "mem_usage" or "start_time" => field,
        _ => throw new ScfException(ScfErrorCode.InvalidOrderBy, $"OrderBy '{field}' must be function_name, duration, mem_usage or start_time."),
    };

    public sealed class Request : FunctionRequest
    {
        public int? Offset { get; init; }

        public int? Limit { get; init; }

        public string? Order { get; init; }

        public string? OrderBy { get; init; }

        public LogFilter? Filter { get; init; }

        public string? FunctionRequestId { get; init; }

        public string? StartTime { get; init; }

        public string? EndTime { get; init; }
    }

    public sealed record LogFilter(string? RetCode);

    public sealed class Response : ScfResponse
    {
        public required long TotalCount { get; init; }

        public required IReadOnlyList<FunctionLogModel> Data { get; init; }
    }
}
