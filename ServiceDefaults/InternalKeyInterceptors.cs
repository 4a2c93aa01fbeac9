using Grpc.Core;
using Grpc.Core.Interceptors;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.ServiceDefaults;

/// <summary>Adds the internal key to every call.</summary>
public sealed class InternalKeyClientInterceptor(InternalKey key) : Interceptor
{
    private ClientInterceptorContext<TRequest, TResponse> WithKey<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? []) headers.Add(entry);
        headers.Add(InternalKey.Header, key.Value);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithKey(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithKey(context));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithKey(context));
}

/// <summary>Refuses internal calls without the installation's key, or a function pod's own, with UNAUTHENTICATED.</summary>
public sealed class InternalKeyServerInterceptor(InternalKey key, TimeProvider time) : Interceptor
{
    /// <summary>Package prefix of the services that only other services may call.</summary>
    public const string InternalPackage = "/scf.internal.";

    private void Check(ServerCallContext context)
    {
        if (!context.Method.StartsWith(InternalPackage, StringComparison.Ordinal)) return;
        if (PodCaller.Check(context, key, time)) return;
        if (!key.Matches(context.RequestHeaders.GetValue(InternalKey.Header)))
            throw new RpcException(new Status(StatusCode.Unauthenticated, "This endpoint is for the installation's own services: the internal key is missing or wrong."));
    }

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, responseStream, context);
    }
}
