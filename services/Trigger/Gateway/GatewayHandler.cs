using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Invocations;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;
using ScfAspire.Trigger.Gateway.Cors;
using ScfAspire.Trigger.Gateway.Events;
using ScfAspire.Trigger.Gateway.Requests;
using ScfAspire.Trigger.Gateway.Responses;
using ScfAspire.Trigger.Gateway.Signatures;
using ScfAspire.Trigger.Gateway.Web;

namespace ScfAspire.Trigger.Gateway;

/// <summary>
/// Answers every request on the gateway's port: finds the function and its HTTP trigger, checks what the trigger asks for, and invokes the function as
/// an event or as a web function.
/// </summary>
public sealed partial class GatewayHandler(
    IDispatcher dispatcher, IRouteTable routes, ISignatureCheck signatures, GatewayOptions options, GatewayInstruments instruments, TimeProvider time,
    ILogger<GatewayHandler> logger)
{
    /// <summary>Carries the request id on every answer.</summary>
    public const string RequestIdHeader = "X-Scf-Request-Id";

    /// <summary>The request's body is over <see cref="GatewayOptions.MaxRequestBytes"/>: status code of the SCF interface and of HTTP.</summary>
    private const int RequestTooLarge = 406;

    public async Task HandleAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var requestId = RequestIds.Next(time.GetUtcNow());
        context.Response.Headers[RequestIdHeader] = requestId.ToString();
        instruments.Begin();
        try
        {
            await AnswerAsync(context, requestId);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogGone(requestId);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(context, requestId, e.StatusCode, e.StatusCode, e.Message);
        }
        catch (RpcException e) when (!context.Response.HasStarted)
        {
            LogFault(e, requestId);
            await ErrorAnswer.WriteAsync(context, requestId, 500, 500, "The control plane does not answer; try again.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFault(e, requestId);
            if (context.Response.HasStarted) context.Abort();
            else await ErrorAnswer.WriteAsync(context, requestId, 500, 500, "The gateway failed.");
        }
        finally
        {
            instruments.End(context.Response.StatusCode, time.GetElapsedTime(began));
        }
    }

    private async Task AnswerAsync(HttpContext context, Guid requestId)
    {
        // The limit of the interface is checked here, with the interface's own answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        var rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var target = GatewayTarget.Parse(context.Request.Host.Value ?? "", rawTarget, options.Domain);
        var route = target is null ? null : await FindAsync(target, context.RequestAborted);
        if (target is null || route is null || TriggerChoice.Of(route) is not { } choice)
        {
            var message = target is null
                ? $"Address a function as /{{namespace}}/{{function}}/ or by the host {{function}}.{{namespace}}.{options.Domain}."
                : $"There is no function {target.Namespace}/{target.Function} with an enabled HTTP trigger.";
            await ErrorAnswer.WriteAsync(context, requestId, 404, 404, message);
            return;
        }
        target = target with { Namespace = route.Key.Namespace, Function = route.Key.Function };
        if (CorsPolicy.Of(choice.Trigger) is { } cors)
        {
            if (CorsPolicy.IsPreflight(context.Request))
            {
                cors.AnswerPreflight(context);
                return;
            }
            cors.Prepare(context);
        }
        if (context.Request.ContentLength > GatewayOptions.MaxRequestBytes)
        {
            await AnswerTooLargeAsync(context, requestId);
            return;
        }
        // A signature covers the body, an event holds it: both need it whole.
        var signed = choice.Trigger.AuthType.Equals("CAM", StringComparison.OrdinalIgnoreCase);
        ReadOnlyMemory<byte>? body = null;
        if (signed || !choice.IsWeb)
        {
            body = await RequestBody.ReadAsync(context, GatewayOptions.MaxRequestBytes);
            if (body is null)
            {
                await AnswerTooLargeAsync(context, requestId);
                return;
            }
        }
        if (signed && await signatures.CheckAsync(context.Request, rawTarget, body!.Value, route.Key, context.RequestAborted) is { } refusal)
        {
            await ErrorAnswer.WriteAsync(context, requestId, 401, 401, refusal);
            return;
        }
        using var activity = GatewayTrace.Start(context.Request, target);
        var traceParent = GatewayTrace.ParentOf(context.Request, activity);
        if (choice.IsWeb) await RunWebAsync(context, requestId, target, choice, body, traceParent);
        else await RunEventAsync(context, requestId, target, route, choice, body!.Value, traceParent);
    }

    private async Task RunEventAsync(
        HttpContext context, Guid requestId, GatewayTarget target, FunctionRoute route, TriggerChoice choice, ReadOnlyMemory<byte> body, string traceParent)
    {
        using var buffer = new PooledBuffer(1024 + body.Length);
        GatewayEvent.Write(buffer, context, target, route.FunctionId, requestId, body.Span);
        var result = await dispatcher.InvokeAsync(
            new EventInvocation
            {
                RequestId = requestId,
                Namespace = target.Namespace,
                Function = target.Function,
                Qualifier = choice.Trigger.Qualifier,
                InvokeType = "Http",
                TraceParent = traceParent,
                Event = buffer.WrittenMemory,
            },
            context.RequestAborted);
        if (!result.Succeeded) await ErrorAnswer.WriteAsync(context, result);
        else await EventAnswer.WriteAsync(context, requestId, result.Body, choice.Trigger.IntegratedResponse);
    }

    private async Task RunWebAsync(
        HttpContext context, Guid requestId, GatewayTarget target, TriggerChoice choice, ReadOnlyMemory<byte>? body, string traceParent)
    {
        await using var exchange = WebExchange.Begin(context, body);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(exchange.ClientGone, exchange.TooLarge);
        InvocationResult result;
        try
        {
            result = await dispatcher.InvokeHttpAsync(
                new HttpInvocation
                {
                    RequestId = requestId,
                    Namespace = target.Namespace,
                    Function = target.Function,
                    Qualifier = choice.Trigger.Qualifier,
                    InvokeType = "Http",
                    TraceParent = traceParent,
                    Method = context.Request.Method,
                    Target = target.PathAndQuery,
                    Headers = WebHeaders.ForFunction(context, exchange.IsUpgrade, traceParent),
                    Body = exchange.Body,
                    BodyLength = exchange.BodyLength,
                },
                exchange,
                ended.Token);
        }
        catch (OperationCanceledException) when (exchange.TooLarge.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            if (exchange.HasBegun) context.Abort();
            else await AnswerTooLargeAsync(context, requestId);
            return;
        }
        if (exchange.TooLarge.IsCancellationRequested && !exchange.HasBegun) await AnswerTooLargeAsync(context, requestId);
        else if (!exchange.HasBegun && !result.Succeeded) await ErrorAnswer.WriteAsync(context, result);
        else if (!exchange.HasBegun) await ErrorAnswer.WriteAsync(context, requestId, 500, 500, "The function ended without an answer.");
        // Half an answer must not look like a whole one.
        else if (!result.Succeeded) context.Abort();
    }

    private async ValueTask<FunctionRoute?> FindAsync(GatewayTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return target.ByHost
                ? await routes.FindIgnoringCaseAsync(target.Namespace, target.Function, cancellationToken)
                : await routes.FindAsync(target.Namespace, target.Function, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private static Task AnswerTooLargeAsync(HttpContext context, Guid requestId) => ErrorAnswer.WriteAsync(
        context, requestId, StatusCodes.Status413PayloadTooLarge, RequestTooLarge, "The size of the request exceeds the upper limit (6MB)");
}
