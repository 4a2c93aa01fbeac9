using System.Text;
using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Api.Invocations;
using ScfAspire.Api.Logs;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.InvocationService</c>.</summary>
public sealed class InvocationRpc(IInvocationService invocations, IInvocationLog log, WebInvoker web, TimeProvider time) : V1.InvocationService.InvocationServiceBase
{
    private const int ChunkBytes = 64 * 1024;
    private const int Succeeded = 200;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public override async Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        var result = await invocations.InvokeAsync(Event(name, request.Event, request.Qualifier, request.RoutingKey, request.LogTail), context.CancellationToken);
        return new() { Result = InvocationMessages.Text(result.Body), Summary = InvocationMessages.Summary(result) };
    }

    public override async Task InvokeStream(InvokeStreamRequest request, IServerStreamWriter<InvokeStreamResponse> responseStream, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        if (request.InputCase == InvokeStreamRequest.InputOneofCase.Http)
        {
            await web.InvokeAsync(name, request, responseStream, context.CancellationToken);
            return;
        }
        var call = Event(name, request.Event, request.Qualifier, request.RoutingKey, request.LogTail);
        var result = await invocations.InvokeAsync(call, context.CancellationToken);
        await responseStream.WriteAsync(new() { Started = new() { RequestId = result.RequestId.ToString() } }, context.CancellationToken);
        for (var rest = result.Body; !rest.IsEmpty; rest = rest[Math.Min(ChunkBytes, rest.Length)..])
            await responseStream.WriteAsync(new() { Chunk = UnsafeByteOperations.UnsafeWrap(rest[..Math.Min(ChunkBytes, rest.Length)]) }, context.CancellationToken);
        await responseStream.WriteAsync(new() { End = InvocationMessages.Summary(result) }, context.CancellationToken);
    }

    public override async Task<InvokeAsyncResponse> InvokeAsync(InvokeAsyncRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        var id = await invocations.EnqueueAsync(Event(name, request.Event, request.Qualifier, request.RoutingKey, false), context.CancellationToken);
        return new() { RequestId = id.ToString(), Invocation = name.Child(FunctionChildName.Invocations, id.ToString()).ToString() };
    }

    public override async Task<Invocation> GetInvocation(GetInvocationRequest request, ServerCallContext context)
    {
        var name = RequestNames.Child(request.Name, FunctionChildName.Invocations, "name");
        if (!Guid.TryParse(name.Id, out var id)) throw ErrorStatus.Invalid("name", $"'{name.Id}' is not a request id.");
        // First the queue, then the records: an event that ends in between is found in the records.
        var pending = await log.IsPendingAsync(id, context.CancellationToken);
        var records = await log.ListAsync(ByRequest(name.Function, id), context.CancellationToken);
        var last = records.Records.MaxBy(r => r.RetryNum);
        if (last is null && !pending) throw new ScfException(ScfErrorCode.InvalidFunctionRequestId, $"{name.Function} has no invocation {id}.");
        return new()
        {
            Name = request.Name,
            State = pending ? InvocationState.Running : last!.StatusCode == Succeeded ? InvocationState.Succeeded : InvocationState.Failed,
            Attempts = records.Records.Count,
            StatusCode = last?.StatusCode ?? 0,
            Result = last?.RetMsg ?? "",
        };
    }

    private static Contracts.Internal.V1.ListRecordsRequest ByRequest(FunctionName function, Guid id) => new()
    {
        Key = new() { Namespace = function.Namespace, Function = function.Function },
        RequestId = ByteString.CopyFrom(id.ToByteArray(bigEndian: true)),
        StartUnixUs = RequestTime.UnixMicroseconds(id),
        EndUnixUs = RequestTime.UnixMicroseconds(id) + (long)KeptFor.TotalMicroseconds,
        Limit = 100,
    };

    private InvokeFunction Event(FunctionName name, string text, string qualifier, string routingKey, bool logTail) =>
        InvocationRequests.Event(name, Encoding.UTF8.GetBytes(text), qualifier, routingKey, logTail, time);
}
