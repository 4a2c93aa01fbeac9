using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Names;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;

namespace ScfAspire.Api.Invocations;

/// <inheritdoc cref="IInvocationService"/>
public sealed class InvocationControl(IDispatcher dispatcher, IRouteTable routes, EventQueue.EventQueueClient queue) : IInvocationService
{
    private static readonly byte[] EmptyEvent = "{}"u8.ToArray();

    public async Task<InvocationResult> InvokeAsync(InvokeFunction request, CancellationToken cancellationToken)
    {
        await RequireEventFunctionAsync(request, cancellationToken);
        var result = await dispatcher.InvokeAsync(
            new()
            {
                RequestId = request.RequestId,
                Namespace = request.Namespace,
                Function = request.FunctionName,
                Qualifier = request.Qualifier,
                RoutingKey = RequireRoutingKey(request.RoutingKey),
                InvokeType = "RequestResponse",
                WantLogTail = request.WantLogTail,
                TraceParent = Activity.Current?.Id ?? "",
                Event = RequireEvent(request.Event, ScfLimits.SyncEventBytes),
            },
            cancellationToken);
        return InvocationErrors.Of(request, result) is { } error ? throw error : result;
    }

    public async Task<Guid> EnqueueAsync(InvokeFunction request, CancellationToken cancellationToken)
    {
        await RequireEventFunctionAsync(request, cancellationToken);
        var message = new EnqueueRequest
        {
            RequestId = ByteString.CopyFrom(request.RequestId.ToByteArray(bigEndian: true)),
            Key = new() { Namespace = request.Namespace, Function = request.FunctionName },
            Qualifier = request.Qualifier,
            Payload = UnsafeByteOperations.UnsafeWrap(RequireEvent(request.Event, ScfLimits.AsyncEventBytes)),
            RoutingKey = RequireRoutingKey(request.RoutingKey) ?? "",
            InvokeType = "Event",
            TraceParent = Activity.Current?.Id ?? "",
        };
        try
        {
            await queue.EnqueueAsync(message, cancellationToken: cancellationToken);
            return request.RequestId;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw e.StatusCode == StatusCode.ResourceExhausted
                ? new ScfException(ScfErrorCode.FailedInvokeFunction, $"The event was not accepted: {e.Status.Detail}", e)
                : new ScfException(ScfErrorCode.InternalErrorSystem, "The event queue cannot be reached; the event was not accepted.", e);
        }
    }

    private async Task RequireEventFunctionAsync(InvokeFunction request, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(request.Namespace, request.FunctionName);
        var route = await routes.FindAsync(request.Namespace, request.FunctionName, cancellationToken)
            ?? throw InvocationErrors.FunctionNotFound(request);
        var version = route.Aliases.FirstOrDefault(a => a.Name == request.Qualifier)?.Version ?? request.Qualifier;
        var target = route.Versions.FirstOrDefault(v => v.Version == version) ?? throw InvocationErrors.QualifierNotFound(request);
        if (target.Type == FunctionType.Http)
            throw new ScfException(ScfErrorCode.InvalidFunctionType, $"{request.FunctionName} is a web function (Type HTTP): call it through the URL of an http trigger.");
    }

    private static ReadOnlyMemory<byte> RequireEvent(ReadOnlyMemory<byte> text, int limit)
    {
        if (text.Length > limit) throw new ScfException(ScfErrorCode.InvalidParameterRequestTooLarge, $"The event has {text.Length} bytes; at most {limit} are allowed.");
        if (text.IsEmpty) return EmptyEvent;
        try
        {
            var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = 512 });
            while (reader.Read())
            {
            }

            return text;
        }
        catch (JsonException e)
        {
            throw new ScfException(ScfErrorCode.InvalidParam, "The event is not valid JSON.", e);
        }
    }

    private static string? RequireRoutingKey(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (Encoding.UTF8.GetByteCount(text) > ScfLimits.RoutingKeyBytes)
            throw new ScfException(ScfErrorCode.InvalidParam, $"RoutingKey must not have more than {ScfLimits.RoutingKeyBytes} bytes.");
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return text;
        }
        catch (JsonException e)
        {
            throw new ScfException(ScfErrorCode.InvalidParam, "RoutingKey must be a JSON object.", e);
        }

        throw new ScfException(ScfErrorCode.InvalidParam, "RoutingKey must be a JSON object.");
    }
}
