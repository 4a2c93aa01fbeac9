using Grpc.Core;
using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Metering.Ingest;

/// <summary>Takes records from agents and from Dispatch. UNAVAILABLE: nothing is known to be stored, send the same batch again.</summary>
public sealed class RecordIngestService(IngestWriter writer, MeteringReadiness readiness)
{
    public async Task<AppendRecordsResponse> Append(RecordBatch request, ServerCallContext context)
    {
        if (request.Source.Length == 0 || request.Source.Contains('\0', StringComparison.Ordinal))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "source must name the sender."));
        if (request.Sequence is < 0 or long.MaxValue)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"sequence {request.Sequence} is out of range: it counts from 1."));
        PodCaller.Require(context, caller => request.Source == caller.AgentId && request.Rows.TrueForAll(row => row.Origin.SpecId == caller.SpecId));
        readiness.ThrowUnlessReady();
        try
        {
            return new AppendRecordsResponse { AcknowledgedSequence = await writer.AppendAsync(request, context.CancellationToken) };
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or System.Threading.Channels.ChannelClosedException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The records could not be stored: {e.Message}", e));
        }
    }
}
