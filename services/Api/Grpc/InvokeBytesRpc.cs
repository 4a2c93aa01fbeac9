using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Api.Invocations;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>
/// <c>scf.v1.InvocationService.Invoke</c> over gRPC. An event and its result may have 6 MB each: they pass as the bytes that came, where text in the
/// messages would hold each of them twice more, in characters of two bytes. REST has the messages as they are, by <see cref="InvocationRpc"/>.
/// </summary>
[BindServiceMethod(typeof(InvokeBytesRpc), nameof(Bind))]
public class InvokeBytesRpc(IInvocationService invocations, TimeProvider time)
{
    private static readonly Method<InvokeBytesRequest, InvokeBytesResponse> Declared = new(
        MethodType.Unary, InvocationService.Descriptor.FullName, nameof(Invoke), MarshallerOf(InvokeBytesRequest.Parser), MarshallerOf(InvokeBytesResponse.Parser));

    /// <summary>What JSON transcoding reads: there is no REST form of this.</summary>
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor => InvocationBytes.Descriptor;

    /// <summary>For the gRPC server, which calls it without a service to learn of the method.</summary>
    public static void Bind(ServiceBinderBase binder, InvokeBytesRpc? service) =>
        binder.AddMethod(Declared, service is null ? null : new UnaryServerMethod<InvokeBytesRequest, InvokeBytesResponse>(service.Invoke));

    // The gRPC server looks for a service's methods among those that can be overridden.
    /// <inheritdoc cref="InvocationRpc.Invoke"/>
    public virtual async Task<InvokeBytesResponse> Invoke(InvokeBytesRequest request, ServerCallContext context)
    {
        var call = InvocationRequests.Event(
            RequestNames.Function(request.Name, "name"), InvocationRequests.Text(request.Event.Memory), request.Qualifier, request.RoutingKey, request.LogTail, time);
        var result = await invocations.InvokeAsync(call, context.CancellationToken);
        return new() { Result = UnsafeByteOperations.UnsafeWrap(InvocationRequests.Text(result.Body)), Summary = InvocationMessages.Summary(result) };
    }

    private static Marshaller<T> MarshallerOf<T>(MessageParser<T> parser)
        where T : IMessage<T> => new(
            (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
