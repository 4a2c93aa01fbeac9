using System.Diagnostics;
using System.IO.Pipelines;
using Grpc.Core;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Invocations;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Names;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>Calls web functions for <c>InvokeStream</c>; the answer goes to the caller as it comes.</summary>
public sealed class WebInvoker(IDispatcher dispatcher, IRouteTable routes, TimeProvider time)
{
    public async Task InvokeAsync(FunctionName name, InvokeStreamRequest request, IServerStreamWriter<InvokeStreamResponse> stream, CancellationToken cancellationToken)
    {
        var http = request.Http;
        if (http.Body.Length > ScfLimits.SyncEventBytes)
            throw new ScfException(ScfErrorCode.InvalidParameterRequestTooLarge, $"The body has {http.Body.Length} bytes; at most {ScfLimits.SyncEventBytes} are allowed.");
        var target = http.Target.Length > 0 ? http.Target : "/";
        if (target[0] != '/' || target.Any(c => c is <= ' ' or (char)127)) throw ErrorStatus.Invalid("http.target", "must be a path that begins with / and holds no spaces.");
        var qualifier = request.Qualifier.Length > 0 ? request.Qualifier : NameRules.Latest;
        await RequireWebFunctionAsync(name, qualifier, cancellationToken);

        var id = RequestIds.Next(time.GetUtcNow());
        await stream.WriteAsync(new() { Started = new() { RequestId = id.ToString() } }, cancellationToken);
        var call = new HttpInvocation
        {
            RequestId = id,
            Namespace = name.Namespace,
            Function = name.Function,
            Qualifier = qualifier,
            RoutingKey = request.RoutingKey.Length > 0 ? request.RoutingKey : null,
            InvokeType = "Http",
            WantLogTail = request.LogTail,
            TraceParent = Activity.Current?.Id ?? "",
            Method = http.Method.Length > 0 ? http.Method.ToUpperInvariant() : "GET",
            Target = target,
            Headers = [.. http.Headers.Select(h => KeyValuePair.Create(h.Name, h.Value))],
            Body = http.Body.IsEmpty ? null : PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(http.Body.Memory)),
            BodyLength = http.Body.Length,
        };
        var result = await dispatcher.InvokeHttpAsync(call, new StreamSink(stream), cancellationToken);
        await stream.WriteAsync(new() { End = InvocationMessages.Summary(result) }, cancellationToken);
    }

    private async Task RequireWebFunctionAsync(FunctionName name, string qualifier, CancellationToken cancellationToken)
    {
        var route = await routes.FindAsync(name.Namespace, name.Function, cancellationToken)
            ?? throw new ScfException(ScfErrorCode.ResourceNotFoundFunction, $"Function {name.Function} is not found in namespace {name.Namespace}.");
        var version = route.Aliases.FirstOrDefault(a => a.Name == qualifier)?.Version ?? qualifier;
        var target = route.Versions.FirstOrDefault(v => v.Version == version)
            ?? throw new ScfException(ScfErrorCode.ResourceNotFoundQualifier, $"Function {name.Function} has no version or alias {qualifier}.");
        if (target.Type != Contracts.Internal.V1.FunctionType.Http)
            throw new ScfException(ScfErrorCode.InvalidFunctionType, $"{name.Function} is an event function: give it an event instead of an HTTP request.");
    }

    private sealed class StreamSink(IServerStreamWriter<InvokeStreamResponse> stream) : IHttpResponseSink
    {
        public async ValueTask OnHeadAsync(int statusCode, IReadOnlyList<KeyValuePair<string, string>> headers, bool upgraded, CancellationToken cancellationToken) =>
            await stream.WriteAsync(
                new() { HttpHead = new() { StatusCode = statusCode, Headers = { headers.Select(h => new HttpHeader { Name = h.Key, Value = h.Value }) } } }, cancellationToken);

        // The bytes are the sender's again after the call, the message's until it is written: the same time.
        public async ValueTask OnBodyAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) =>
            await stream.WriteAsync(new() { Chunk = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(chunk) }, cancellationToken);
    }
}
