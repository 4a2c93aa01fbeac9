using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Queries;

/// <summary>A checked <see cref="ListRecordsRequest"/>.</summary>
public sealed record RecordQuery
{
    /// <summary>Offset and limit together, as the SCF interface has it.</summary>
    public const int MaxDepth = 10_000;

    public const int DefaultLimit = 20;

    public required string Namespace { get; init; }

    /// <summary>Empty only where a request id is given.</summary>
    public required string Function { get; init; }

    /// <summary>Matches the version that ran and the qualifier that was asked for; empty for all.</summary>
    public required string Qualifier { get; init; }

    public Guid? RequestId { get; init; }

    public required long StartUs { get; init; }

    /// <summary>Exclusive.</summary>
    public required long EndUs { get; init; }

    public required RetCodeFilter RetCode { get; init; }

    public required RecordOrder Order { get; init; }

    public required bool Ascending { get; init; }

    public required int Offset { get; init; }

    public required int Limit { get; init; }

    public required bool IncludeLogs { get; init; }

    public bool Matches(InvocationRecord record) =>
        record.StartUnixUs >= StartUs && record.StartUnixUs < EndUs && RetCode.Matches(Outcomes.Of(record.StatusCode))
        && (Qualifier.Length == 0 || record.Qualifier == Qualifier || record.Version == Qualifier);

    /// <summary>The value that a record is ordered by, turned so that larger comes first.</summary>
    public long Rank(InvocationRecord record) => Rank(Order switch
    {
        RecordOrder.Duration => record.DurationUs,
        RecordOrder.Memory => record.MemoryUsedBytes,
        _ => record.StartUnixUs,
    });

    /// <summary>The highest rank that a block with these bounds can hold.</summary>
    public long BestRank(BlockSummary block) => Order switch
    {
        RecordOrder.Duration => Rank(Ascending ? block.MinDurationUs : block.MaxDurationUs),
        RecordOrder.Memory => Rank(Ascending ? block.MinMemory : block.MaxMemory),
        _ => Rank(Ascending ? block.MinStartUs : block.MaxStartUs),
    };

    private long Rank(long value) => Ascending ? -value : value;

    /// <returns>The query, or null with what is wrong with the request.</returns>
    public static RecordQuery? From(ListRecordsRequest request, out string problem)
    {
        problem = "";
        if (request.RequestId.Length is not (0 or 16)) problem = "request_id must have 16 bytes.";
        else if (request.Key is not { Function.Length: > 0 } && request.RequestId.Length == 0) problem = "key must name a function unless request_id is given.";
        else if (request.Offset < 0 || request.Limit < 0 || (long)request.Offset + request.Limit > MaxDepth) problem = $"offset and limit must not be negative nor together exceed {MaxDepth}.";
        else if (request.EndUnixUs != 0 && request.EndUnixUs <= request.StartUnixUs) problem = "end_unix_us must be later than start_unix_us.";
        var retCode = RetCodeFilter.Parse(request.RetCode);
        if (retCode is null) problem = $"ret_code '{request.RetCode}' is none of {string.Join(", ", RetCodeFilter.Names)}.";
        // All records of an answer are of one function, so that its name orders nothing and start time decides.
        RecordOrder? order = request.OrderBy switch
        {
            "" or "start_time" or "function_name" => RecordOrder.StartTime,
            "duration" => RecordOrder.Duration,
            "mem_usage" => RecordOrder.Memory,
            _ => null,
        };
        if (order is null) problem = $"order_by '{request.OrderBy}' is none of start_time, function_name, duration, mem_usage.";
        if (problem.Length > 0) return null;
        return new RecordQuery
        {
            Namespace = request.Key?.Namespace ?? "",
            Function = request.Key?.Function ?? "",
            Qualifier = request.Qualifier,
            RequestId = request.RequestId.Length == 16 ? new Guid(request.RequestId.Span, bigEndian: true) : null,
            StartUs = request.StartUnixUs,
            EndUs = request.EndUnixUs == 0 ? long.MaxValue : request.EndUnixUs,
            RetCode = retCode!,
            Order = order!.Value,
            Ascending = request.Ascending,
            Offset = request.Offset,
            Limit = request.Limit == 0 ? Math.Min(DefaultLimit, MaxDepth - request.Offset) : request.Limit,
            IncludeLogs = request.IncludeLogs,
        };
    }
}
