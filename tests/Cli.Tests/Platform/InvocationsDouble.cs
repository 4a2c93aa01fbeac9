using Google.Protobuf;
using Grpc.Core;
using ScfAspire.V1;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class InvocationsDouble(PlatformState state) : InvocationService.InvocationServiceBase
{
    public override Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context)
    {
        state.Invocations.Enqueue(request);
        return Task.FromResult(new InvokeResponse { Result = state.Answer.Result, Summary = Summary(request.LogTail) });
    }

    public override async Task InvokeStream(InvokeStreamRequest request, IServerStreamWriter<InvokeStreamResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new() { HttpHead = new() { StatusCode = 200, Headers = { new HttpHeader { Name = "x-method", Value = $"{request.Http.Method} {request.Http.Target}" } } } });
        // A character cut in two by the border of two chunks.
        var bytes = System.Text.Encoding.UTF8.GetBytes("grün");
        await responseStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(bytes, 0, 3) });
        await responseStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(bytes, 3, bytes.Length - 3) });
        await responseStream.WriteAsync(new() { End = Summary(false) });
    }

    public override Task<InvokeAsyncResponse> InvokeAsync(InvokeAsyncRequest request, ServerCallContext context) => Task.FromResult(new InvokeAsyncResponse { RequestId = "req-async" });

    private InvocationSummary Summary(bool tail) => new()
    {
        RequestId = "req-1", StatusCode = state.Answer.Status, ErrorMessage = state.Answer.Error, LogTail = tail ? "tail of the log\n" : "",
    };
}
