using Grpc.Core;
using ScfAspire.V1;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class LogsDouble(PlatformState state) : LogService.LogServiceBase
{
    public override Task<ListRecordsResponse> ListRecords(ListRecordsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListRecordsResponse { Records = { state.Records } });

    public override async Task TailRecords(TailRecordsRequest request, IServerStreamWriter<TailRecordsResponse> responseStream, ServerCallContext context)
    {
        await foreach (var record in state.Live.Reader.ReadAllAsync(context.CancellationToken)) await responseStream.WriteAsync(new() { Record = record });
    }
}
