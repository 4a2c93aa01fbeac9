using Google.Protobuf;
using ScfAspire.Api.Logs;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Invocations;

namespace ScfAspire.Api.Scf.Actions;

public sealed class GetRequestStatusAction(IInvocationLog log, ScfTime time, TimeProvider clock) : ScfAction<GetRequestStatusAction.Request>
{
    private const double MicrosecondsPerMillisecond = 1000.0;
    private const double BytesPerMegabyte = 1024.0 * 1024.0;
    private const int AttemptsMax = 100;
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(15);

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.FunctionRequestId)) throw new ScfException(ScfErrorCode.MissingParameter, "FunctionRequestId is required.");
        var id = RecordTexts.RequireRequestId(request.FunctionRequestId);
        var end = request.EndTime is { Length: > 0 } ? time.Parse(request.EndTime) : clock.GetUtcNow();
        var start = request.StartTime is { Length: > 0 } ? time.Parse(request.StartTime) : end - DefaultWindow;
        if (start >= end) throw new ScfException(ScfErrorCode.InvalidStartTimeOrEndTime, "EndTime must be later than StartTime.");
        var page = await log.ListAsync(
            new()
            {
                Key = new() { Namespace = request.NamespaceOrDefault(), Function = request.Function() },
                RequestId = ByteString.CopyFrom(id.ToByteArray(bigEndian: true)),
                StartUnixUs = RecordTexts.Microseconds(start),
                EndUnixUs = RecordTexts.Microseconds(end),
                OrderBy = "start_time",
                Limit = AttemptsMax,
            },
            cancellationToken);
        var data = page.Records.Select(Finished).ToList();
        // A queued event that failed and will be tried again, or has not run yet, is still under way.
        if (!page.Records.Any(r => r.StatusCode == InvocationStatus.Success) && await log.IsPendingAsync(id, cancellationToken)) data.Insert(0, Running(request, id, page.Records.Count));
        return new Response { TotalCount = data.Count, Data = data };
    }

    private Item Finished(InvocationRecord record) => new(
        record.Key?.Function ?? "",
        record.RetMsg,
        new Guid(record.RequestId.Span, bigEndian: true).ToString(),
        time.TextOfMicroseconds(record.StartUnixUs),
        record.StatusCode == InvocationStatus.Success ? 0 : -1,
        record.DurationUs / MicrosecondsPerMillisecond,
        record.MemoryUsedBytes / BytesPerMegabyte,
        record.RetryNum);

    private static Item Running(Request request, Guid id, int attempts) => new(request.Function(), "", id.ToString(), "", 1, 0, 0, attempts);

    public sealed class Request : FunctionRequest
    {
        public string? FunctionRequestId { get; init; }

        public string? StartTime { get; init; }

        public string? EndTime { get; init; }
    }

    public sealed record Item(string FunctionName, string RetMsg, string RequestId, string StartTime, int RetCode, double Duration, double MemUsage, int RetryNum);

    public sealed class Response : ScfResponse
    {
        public required long TotalCount { get; init; }

        public required IReadOnlyList<Item> Data { get; init; }
    }
}
