using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Ingest;

/// <summary>
/// Serves <c>RecordIngest.Append</c> with its requests read by <see cref="RecordBatch"/>: as message objects they would cost more than
/// everything else that is done with a record.
/// </summary>
public sealed class RecordIngestMethod(RecordOrigins origins) : IServiceMethodProvider<RecordIngestService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<RecordIngestService> context)
    {
        var method = new Method<RecordBatch, AppendRecordsResponse>(
            MethodType.Unary,
            RecordIngest.Descriptor.FullName,
            nameof(RecordIngest.RecordIngestClient.Append),
            new Marshaller<RecordBatch>((_, _) => throw new NotSupportedException("Batches are received, never sent."), Read),
            new Marshaller<AppendRecordsResponse>(Write, _ => throw new NotSupportedException("Answers are sent, never received.")));
        context.AddUnaryMethod(method, [], (service, request, call) => service.Append(request, call));
    }

    private RecordBatch Read(DeserializationContext context)
    {
        try
        {
            return RecordBatch.Read(context.PayloadAsReadOnlySequence(), origins);
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The batch cannot be read: {e.Message}", e));
        }
    }

    private static void Write(AppendRecordsResponse response, SerializationContext context)
    {
        context.SetPayloadLength(response.CalculateSize());
        Google.Protobuf.MessageExtensions.WriteTo(response, context.GetBufferWriter());
        context.Complete();
    }
}
