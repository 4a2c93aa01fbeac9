using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Sends batches to Metering's RecordIngest, straight from the spool's bytes.</summary>
internal sealed class MeteringSink(CallInvoker calls, TimeProvider time) : IRecordSink
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly Method<SpoolBatch, AppendRecordsResponse> Append = new(
        MethodType.Unary,
        RecordIngest.Descriptor.FullName,
        nameof(RecordIngest.RecordIngestClient.Append),
        new Marshaller<SpoolBatch>(
            (batch, context) =>
            {
                batch.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            _ => throw new NotSupportedException("Batches are sent, never received.")),
        new Marshaller<AppendRecordsResponse>(
            (_, _) => throw new NotSupportedException("Answers are received, never sent."),
            context => AppendRecordsResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    public async Task StoreAsync(SpoolBatch batch, CancellationToken cancellationToken)
    {
        var options = new CallOptions(deadline: time.GetUtcNow().UtcDateTime + Deadline, cancellationToken: cancellationToken);
        using var call = calls.AsyncUnaryCall(Append, null, options, batch);
        await call.ResponseAsync;
    }
}
