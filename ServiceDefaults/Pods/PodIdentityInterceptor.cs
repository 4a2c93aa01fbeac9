using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ScfAspire.ServiceDefaults.Pods;

/// <summary>Shows the pod's identity with every call.</summary>
public sealed class PodIdentityInterceptor(PodIdentity identity) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithIdentity(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithIdentity(context));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithIdentity(context));

    private ClientInterceptorContext<TRequest, TResponse> WithIdentity<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var shown = identity.Now;
        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? []) headers.Add(entry);
        headers.Add(PodCaller.AgentHeader, shown.Agent);
        headers.Add(InternalKey.Header, shown.Key);
        if (shown.Ticket is { } ticket) headers.Add(PodCaller.TicketHeader, ticket);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
