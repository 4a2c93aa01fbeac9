using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Api.Logs;
using ScfAspire.Core.Limits;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.LogService</c>.</summary>
public sealed class LogRpc(IInvocationLog log, TimeProvider time) : LogService.LogServiceBase
{
    private const int PageSize = 20;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Dictionary<string, string> Orders =
        new() { ["start_time"] = "start_time", ["duration"] = "duration", ["memory_used_bytes"] = "mem_usage" };

    public override async Task<ListRecordsResponse> ListRecords(ListRecordsRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        var listing = $"records\n{request.Parent}\n{request.StartTime}\n{request.EndTime}\n{request.RequestId}\n{request.Qualifier}\n{request.Outcome}\n{request.OrderBy}";
        var part = RequestPage.Read(request.PageSize, request.PageToken, PageSize, listing);
        if (part.Offset + part.Limit > ScfLimits.LogWindow) throw ErrorStatus.Invalid("page_token", $"at most the first {ScfLimits.LogWindow} records can be paged through: narrow the time.");
        var order = RequestOrder.Read(request.OrderBy, new("start_time", Ascending: false), Orders);
        // A little into the future: the machines' clocks differ.
        var end = request.EndTime?.ToDateTimeOffset() ?? time.GetUtcNow().AddMinutes(1);
        var start = request.StartTime?.ToDateTimeOffset() ?? end - Day;
        var query = new Contracts.Internal.V1.ListRecordsRequest
        {
            Key = new() { Namespace = parent.Namespace, Function = parent.Function },
            Qualifier = request.Qualifier,
            RequestId = RequestId(request.RequestId),
            StartUnixUs = Microseconds(start),
            EndUnixUs = Microseconds(end),
            RetCode = RecordMessages.RetCode(request.Outcome),
            OrderBy = order.Field,
            Ascending = order.Ascending,
            Offset = part.Offset,
            Limit = part.Limit,
            IncludeLogs = request.IncludeLogs,
        };
        var answer = await log.ListAsync(query, context.CancellationToken);
        return new()
        {
            Records = { answer.Records.Select(r => RecordMessages.Of(parent, r)) },
            NextPageToken = part.Next(answer.Records.Count, Math.Min(answer.TotalCount, ScfLimits.LogWindow), listing),
            TotalSize = (int)answer.TotalCount,
        };
    }

    public override async Task TailRecords(TailRecordsRequest request, IServerStreamWriter<TailRecordsResponse> responseStream, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        // The caller learns at once that the stream is open, long before the first record.
        await context.WriteResponseHeadersAsync([]);
        var query = new Contracts.Internal.V1.FollowRecordsRequest
        {
            Key = new() { Namespace = parent.Namespace, Function = parent.Function },
            SinceUnixUs = Microseconds(request.StartTime?.ToDateTimeOffset() ?? time.GetUtcNow()),
        };
        await foreach (var record in log.FollowAsync(query, context.CancellationToken))
            await responseStream.WriteAsync(new() { Record = RecordMessages.Of(parent, record) }, context.CancellationToken);
    }

    private static ByteString RequestId(string text)
    {
        if (text.Length == 0) return ByteString.Empty;
        return Guid.TryParse(text, out var id) ? ByteString.CopyFrom(id.ToByteArray(bigEndian: true)) : throw ErrorStatus.Invalid("request_id", $"'{text}' is not a request id.");
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
