using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Trigger.Queue.Admission;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue;

/// <summary>The queue's gRPC endpoint. UNAVAILABLE: the event is not known to be committed; the caller may repeat it with the same request id.</summary>
public sealed class EventQueueService(EventAdmission admission, EventStore store, EventQueueNode node, TimeProvider time) : EventQueue.EventQueueBase
{
    public override async Task<EnqueueResponse> Enqueue(EnqueueRequest request, ServerCallContext context)
    {
        var queued = Read(request);
        if (!node.Ready.IsCompletedSuccessfully) throw Unavailable("its store is not open yet");
        using var activity = QueueInstruments.Activities.StartActivity("enqueue event", ActivityKind.Producer);
        try
        {
            await admission.EnqueueAsync(queued, context.CancellationToken);
            return new EnqueueResponse();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or ChannelClosedException or InvalidOperationException)
        {
            throw Unavailable(e.Message);
        }
    }

    public override async Task<GetEventResponse> GetEvent(GetEventRequest request, ServerCallContext context)
    {
        if (request.RequestId.Length != 16) throw Invalid("request_id must have 16 bytes.");
        if (!node.Ready.IsCompletedSuccessfully) throw Unavailable("its store is not open yet");
        try
        {
            var state = await store.FindAsync(new Guid(request.RequestId.Span, bigEndian: true), context.CancellationToken)
                ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such event, or it has ended."));
            return new GetEventResponse
            {
                Status = state.Dead ? "FAILED" : "RUNNING",
                Attempts = state.Attempts,
                LastStatusCode = state.LastStatus,
            };
        }
        catch (NpgsqlException e)
        {
            throw Unavailable(e.Message);
        }
    }

    private QueuedEvent Read(EnqueueRequest request)
    {
        if (request.RequestId.Length != 16) throw Invalid("request_id must have 16 bytes.");
        if (request.Key is not { Namespace.Length: > 0, Function.Length: > 0 }) throw Invalid("key must name a function.");
        if (request.Payload.Length > QueueOptions.MaxPayloadBytes)
            throw Invalid($"The event has {request.Payload.Length} bytes; an asynchronous one may have {QueueOptions.MaxPayloadBytes}.");
        foreach (var text in (string[])[request.Key.Namespace, request.Key.Function, request.Qualifier, request.RoutingKey, request.InvokeType, request.TraceParent])
            if (text.Contains('\0', StringComparison.Ordinal)) throw Invalid("A text in the request holds a NUL character.");
        return new QueuedEvent
        {
            RequestId = new Guid(request.RequestId.Span, bigEndian: true),
            Function = new FunctionName(request.Key.Namespace, request.Key.Function),
            Qualifier = request.Qualifier.Length == 0 ? "$LATEST" : request.Qualifier,
            Payload = request.Payload.ToByteArray(),
            RoutingKey = request.RoutingKey,
            InvokeType = request.InvokeType.Length == 0 ? "Event" : request.InvokeType,
            TraceParent = request.TraceParent,
            EnqueuedAt = time.GetUtcNow(),
        };
    }

    private static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));

    private static RpcException Unavailable(string reason) => new(new Status(StatusCode.Unavailable, $"The event could not be stored: {reason}"));
}
