using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using ScfAspire.Api.Permissions;
using ScfAspire.Api.Tokens;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Grpc;

/// <summary>
/// Stands before every call of the public API, over gRPC and REST alike: who calls, whether that caller may, and what an error looks like.
/// </summary>
public sealed partial class PublicCallInterceptor(TokenAuthority tokens, IPermissionCheck permissions, PlatformCaller platform, ILogger<PublicCallInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (!IsPublic(context)) return await continuation(request, context);
        try
        {
            if (!platform.Admits(context)) await AdmitAsync(request as IMessage, context);
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (!IsPublic(context))
        {
            await continuation(request, responseStream, context);
            return;
        }
        try
        {
            if (!platform.Admits(context)) await AdmitAsync(request as IMessage, context);
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    private static bool IsPublic(ServerCallContext context) => context.Method.StartsWith(PublicServices.Prefix, StringComparison.Ordinal);

    private async Task AdmitAsync(IMessage? request, ServerCallContext context)
    {
        if (context.Method == PublicServices.Exchange) return;
        var check = await tokens.CheckAsync(context.RequestHeaders.GetValue("authorization"), context.CancellationToken);
        if (check.Subject is not { } subject) throw ErrorStatus.Unauthenticated(check.Refusal!);

        // A method that nobody has classified is nobody's.
        if (!CallPermissions.ByMethod.TryGetValue(context.Method, out var call)) throw ErrorStatus.Denied($"{context.Method} is open to nobody.");
        var @namespace = request is null ? "" : CallPermissions.NamespaceOf(request);
        if (!await permissions.IsAllowedAsync(new(subject, call.Verb, call.Resource, @namespace), context.CancellationToken))
            throw ErrorStatus.Denied($"{subject} may not {call.Verb} {call.Resource}{(@namespace.Length > 0 ? $" in the namespace {@namespace}" : "")}.");
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case ScfException refused:
                if (refused.Category == ScfErrorCode.InternalError) LogFailed(context.Method, refused);
                return ErrorStatus.Of(refused);
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new(new(StatusCode.Cancelled, "The caller has given the call up."));
            default:
                LogFailed(context.Method, exception);
                return ErrorStatus.Internal();
        }
    }
}
