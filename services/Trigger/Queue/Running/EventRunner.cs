using System.Diagnostics;
using Grpc.Core;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;
using ScfAspire.Trigger.Queue.Retries;
using ScfAspire.Trigger.Queue.Settling;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Running;

/// <summary>Runs one event once and decides what becomes of it.</summary>
public sealed partial class EventRunner(
    IDispatcher dispatcher, IRouteTable routes, Settler settler, QueueInstruments instruments, TimeProvider time, ILogger<EventRunner> logger)
{
    private const int MaxErrorLength = 8 * 1024;

    /// <summary>Never throws. A run that <paramref name="abort"/> ends is not settled: the event stays in the table.</summary>
    public async Task RunAsync(QueuedEvent queued, CancellationToken abort)
    {
        instruments.Running.Add(1);
        ActivityContext.TryParse(queued.TraceParent, null, isRemote: true, out var parent);
        // Around the verdict too, so that the log of an event that came to nothing is found with the request that brought it.
        using var activity = QueueInstruments.Activities.StartActivity("run event", ActivityKind.Consumer, parent);
        try
        {
            // A process that was stopped or down may hold an event past its time.
            var expired = (await RulesAsync(queued, abort)).IsExpired(queued, time.GetUtcNow());
            var result = expired ? null : await InvokeAsync(queued, activity, abort);
            var verdict = result is null
                ? new Verdict.Dead("expired")
                : (await RulesAsync(queued, abort)).Judge(queued, result.StatusCode, time.GetUtcNow());
            Count(queued, verdict, result?.StatusCode ?? 0);
            var error = result?.ErrorMessage ?? "The event expired before it could run.";
            settler.Add(new Settlement(queued, verdict, result?.StatusCode ?? 0, error.Length > MaxErrorLength ? error[..MaxErrorLength] : error));
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            LogGivenBack(queued.RequestId);
        }
        finally
        {
            instruments.Running.Add(-1);
        }
    }

    private async Task<InvocationResult> InvokeAsync(QueuedEvent queued, Activity? activity, CancellationToken abort)
    {
        activity?.SetTag("scf.function", queued.Function.Function);
        activity?.SetTag("scf.request_id", queued.RequestId);
        activity?.SetTag("scf.retry_num", queued.Attempts);
        if (queued.Attempts == 0) instruments.WaitSeconds.Record((time.GetUtcNow() - queued.EnqueuedAt).TotalSeconds);
        try
        {
            return await dispatcher.InvokeAsync(
                new EventInvocation
                {
                    RequestId = queued.RequestId,
                    Namespace = queued.Function.Namespace,
                    Function = queued.Function.Function,
                    Qualifier = queued.Qualifier,
                    RoutingKey = queued.RoutingKey.Length == 0 ? null : queued.RoutingKey,
                    InvokeType = queued.InvokeType,
                    RetryNum = queued.Attempts,
                    TraceParent = activity?.Id ?? queued.TraceParent,
                    TriggerSource = queued.InvokeType == "Event" ? "" : queued.InvokeType,
                    Event = queued.Payload,
                    // Work that a lost agent takes along is work to be done again.
                    UntilEnd = true,
                },
                abort);
        }
        catch (Exception e) when (e is not OperationCanceledException || !abort.IsCancellationRequested)
        {
            // An accepted event must outlive any fault on its way, a fault of our own included.
            LogFault(e, queued.RequestId);
            return new InvocationResult { RequestId = queued.RequestId, StatusCode = 500, ErrorMessage = e.Message };
        }
    }

    private async ValueTask<RetryRules> RulesAsync(QueuedEvent queued, CancellationToken abort)
    {
        try
        {
            var route = await routes.FindAsync(queued.Function.Namespace, queued.Function.Function, abort);
            if (route is not null)
                return new RetryRules(
                    route.AsyncRetryNum,
                    route.AsyncMessageTtlS > 0 ? TimeSpan.FromSeconds(route.AsyncMessageTtlS) : QueueOptions.DefaultTimeToLive);
        }
        catch (Exception e) when (e is not OperationCanceledException || !abort.IsCancellationRequested)
        {
            // Whatever the fault: without a verdict the event would stay held and hold one of the function's places.
            LogNoRoute(queued.RequestId, e is RpcException refused ? refused.Status.Detail : e.Message);
        }
        return new RetryRules(DefaultRetryNum, QueueOptions.DefaultTimeToLive);
    }

    /// <summary>RetryNum of a function that sets none, by the SCF interface.</summary>
    private const int DefaultRetryNum = 2;

    private void Count(QueuedEvent queued, Verdict verdict, int statusCode)
    {
        switch (verdict)
        {
            case Verdict.Done:
                instruments.Ended.Add(1, new KeyValuePair<string, object?>("outcome", "done"));
                break;
            case Verdict.Dead dead:
                instruments.Ended.Add(1, new KeyValuePair<string, object?>("outcome", dead.Reason));
                LogDead(queued.RequestId, queued.Function.Namespace, queued.Function.Function, dead.Reason, statusCode);
                break;
            case Verdict.Again:
                instruments.Retried.Add(1, new KeyValuePair<string, object?>("status", statusCode));
                break;
        }
    }
}
