using Grpc.Core;
using Grpc.Core.Interceptors;
using ScfAspire.Client.Errors;

namespace ScfAspire.Client.Authentication;

/// <summary>
/// Gives every call its bearer token and every failure its <see cref="ScfApiException"/>. A unary call whose token was refused is sent once more
/// with a new one: authentication comes before anything else, so the refused call has done nothing.
/// </summary>
internal sealed class PlatformInterceptor(TokenSource tokens) : Interceptor
{
    private readonly CallCredentials _credentials = CallCredentials.FromInterceptor(
        async (context, metadata) => metadata.Add("authorization", $"Bearer {await tokens.GetAsync(context.CancellationToken)}"));

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        try
        {
            return continuation(request, Authenticated(context));
        }
        catch (RpcException exception)
        {
            Failed(exception);
            throw ApiErrors.From(exception);
        }
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var authenticated = Authenticated(context);
        var call = continuation(request, authenticated);
        return new(Answer(), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

        async Task<TResponse> Answer()
        {
            var cancellationToken = context.Options.CancellationToken;
            try
            {
                try
                {
                    return await call.ResponseAsync;
                }
                catch (RpcException exception) when (TokenRefused(exception))
                {
                    tokens.Forget();
                    using var second = continuation(request, authenticated);
                    return await second.ResponseAsync;
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }
            catch (RpcException exception)
            {
                throw ApiErrors.From(exception);
            }
        }
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, Authenticated(context));
        return new(new TranslatingStreamReader<TResponse>(call.ResponseStream, Failed), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private void Failed(RpcException exception)
    {
        if (TokenRefused(exception)) tokens.Forget();
    }

    /// <summary>Refused by the called service, not by the exchange that was to get the token.</summary>
    private static bool TokenRefused(RpcException exception) =>
        exception.StatusCode == StatusCode.Unauthenticated && ApiErrors.From(exception).InnerException == exception;

    private ClientInterceptorContext<TRequest, TResponse> Authenticated<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class =>
        new(context.Method, context.Host, context.Options.WithCredentials(_credentials));
}
