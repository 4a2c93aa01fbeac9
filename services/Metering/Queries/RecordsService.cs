using Grpc.Core;
using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Following;

namespace ScfAspire.Metering.Queries;

/// <summary>Lists and follows invocation records.</summary>
public sealed class RecordsService(RecordReader reader, RecordFeed feed, MeteringReadiness readiness) : Records.RecordsBase
{
    public override async Task<ListRecordsResponse> ListRecords(ListRecordsRequest request, ServerCallContext context)
    {
        var query = RecordQuery.From(request, out var problem)
            ?? throw new RpcException(new Status(StatusCode.InvalidArgument, problem));
        readiness.ThrowUnlessReady();
        try
        {
            return await reader.ListAsync(query, context.CancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The records could not be read: {e.Message}", e));
        }
    }

    public override async Task FollowRecords(
        FollowRecordsRequest request, IServerStreamWriter<InvocationRecord> responseStream, ServerCallContext context)
    {
        if (request.Key is not { Namespace.Length: > 0, Function.Length: > 0 })
            throw new RpcException(new Status(StatusCode.InvalidArgument, "key must name a function."));
        readiness.ThrowUnlessReady();
        try
        {
            await foreach (var record in feed.FollowAsync(request.Key, request.SinceUnixUs, context.CancellationToken))
                await responseStream.WriteAsync(record, context.CancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The records could not be read: {e.Message}", e));
        }
    }
}
