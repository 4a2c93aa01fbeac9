using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Leases;
using ScfAspire.Dispatch.Links;
using ScfAspire.Dispatch.Records;
using ScfAspire.Dispatch.Routes;
using ScfAspire.Dispatch.Telemetry;

namespace ScfAspire.Dispatch.Invocations;

/// <summary>Resolve, lease, send; once more elsewhere only where the function provably never saw the call.</summary>
internal sealed partial class Dispatcher(
    IRouteTable routes, LeasePools leases, LinkPool links, ICallRecords records, DispatchTelemetry telemetry,
    IOptions<DispatchOptions> options, TimeProvider time, ILogger<Dispatcher> logger) : IDispatcher
{
    public Task<InvocationResult> InvokeAsync(EventInvocation invocation, CancellationToken cancellationToken) =>
        RunAsync(invocation, new EventExchange(invocation), cancellationToken);

    public Task<InvocationResult> InvokeHttpAsync(HttpInvocation invocation, IHttpResponseSink response, CancellationToken cancellationToken) =>
        RunAsync(invocation, new HttpExchange(invocation, response), cancellationToken);

    private async Task<InvocationResult> RunAsync(Invocation invocation, IExchange exchange, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var activity = telemetry.Start(invocation);
        InvocationResult? result = null;
        try
        {
            return result = await DispatchAsync(invocation, exchange, activity, cancellationToken);
        }
        finally
        {
            telemetry.End(invocation, result, time.GetElapsedTime(started), activity);
        }
    }

    private async Task<InvocationResult> DispatchAsync(Invocation invocation, IExchange exchange, Activity? activity, CancellationToken cancellationToken)
    {
        FunctionRoute? route;
        try
        {
            route = await routes.FindAsync(invocation.Namespace, invocation.Function, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoRoute(invocation.Namespace, invocation.Function, e.Status.Detail);
            return Failure(invocation, 500, "The control plane cannot be reached.") with { NeverRan = true };
        }

        if (route is null) return Failure(invocation, 435, $"Function [{invocation.Function}] was not found in namespace [{invocation.Namespace}].");
        var version = RouteSelection.Choose(route, invocation.Qualifier, invocation.RoutingKey, Random.Shared.NextDouble());
        if (version is null) return Failure(invocation, 442, $"Function [{invocation.Function}] has no version or alias [{invocation.Qualifier}].");
        var description = CallDescription.Of(invocation, route, version, time.GetUtcNow());
        if (Unavailable(invocation, version, exchange.Mode) is { } refusal) return Refused(invocation, description, refusal);
        return await SendAsync(invocation, exchange, description, activity, cancellationToken);
    }

    private async Task<InvocationResult> SendAsync(Invocation invocation, IExchange exchange, CallDescription description, Activity? activity, CancellationToken cancellationToken)
    {
        var reason = "";
        for (var attempt = 1; attempt <= options.Value.MaxAttempts && exchange.CanSend; attempt++)
        {
            var slot = await leases.AcquireAsync(description.Route.Key, description.Version, cancellationToken);
            if (slot.Lease is not { } lease) return Refused(invocation, description, slot.Refusal!);
            description = description with { PoolName = lease.PoolName, InstanceId = lease.InstanceId, ColdStartMicroseconds = slot.ColdStartMicroseconds };
            AgentLink link;
            try
            {
                link = await links.GetAsync(lease.Address, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                lease.Pool.Release(lease, 0);
                throw;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Others may still reach the agent: whether the instance ends is not to be said from here.
                reason = e.Message;
                if (e is LinkException) LogUnreachable(lease.AgentId, e.Message);
                else LogLinkFault(e, lease.AgentId);
                lease.Pool.Release(lease, 0, SlotEnd.Lapse);
                continue;
            }

            LinkCall call;
            try
            {
                call = link.Start(Head(invocation, exchange, description, activity), exchange.Body, description);
            }
            catch (FrameFormatException e)
            {
                lease.Pool.Release(lease, 0);
                return Refused(invocation, description, new Refusal(406, $"The request's head is too large: {e.Message}"));
            }
            catch
            {
                lease.Pool.Release(lease, 0);
                throw;
            }

            CallEnd end;
            try
            {
                end = await FinishAsync(invocation, exchange, call, lease, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogCallerGone(invocation.RequestId, e.Message);
                return Failure(invocation, 499, "The caller went away before the invocation had ended.") with { NeverRan = false, Version = description.Version.Version };
            }

            if (end is { Kind: CallEndKind.NotSent } or { Outcome.NeverSaw: true })
            {
                reason = end.Outcome?.ErrorMessage ?? "the agent takes no new calls";
                LogNeverSaw(invocation.RequestId, lease.AgentId, attempt, reason);
                continue;
            }

            return Result(invocation, exchange, call, end);
        }

        return Refused(invocation, description, new Refusal(500, $"No agent took the call: {reason}"));
    }

    private async Task<CallEnd> FinishAsync(Invocation invocation, IExchange exchange, LinkCall call, HeldLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await exchange.RunAsync(call, cancellationToken);
            var end = await call.Answer.WaitAsync(cancellationToken);
            if (end.Kind == CallEndKind.Answered)
            {
                // The caller has what it waits for; the slot is the function's until that has ended.
                if (!invocation.UntilEnd)
                {
                    _ = ReleaseLaterAsync(call, lease);
                    return end;
                }

                end = await call.EndAsync().WaitAsync(cancellationToken);
            }

            ReleaseSlot(lease, end);
            return end;
        }
        catch
        {
            // The slot stays taken until the agent has said that the function has stopped.
            call.Link.Cancel(call, CancelReason.CallerGone);
            _ = ReleaseLaterAsync(call, lease);
            throw;
        }
    }

    private async Task ReleaseLaterAsync(LinkCall call, HeldLease lease)
    {
        var end = await call.EndAsync();
        ReleaseSlot(lease, end);
        RecordIfUnsaid(call, end);
    }

    private static void ReleaseSlot(HeldLease lease, CallEnd end)
    {
        var (took, what) = end.Kind switch
        {
            CallEndKind.Outcome when end.Outcome!.InstanceGone => (end.Outcome.DurationMicroseconds, SlotEnd.Discard),
            CallEndKind.Outcome when end.Outcome!.NeverSaw => (0, SlotEnd.GiveUp),
            CallEndKind.Outcome => (end.Outcome!.DurationMicroseconds, SlotEnd.Keep),
            CallEndKind.Silent => (0, SlotEnd.Lapse),
            // The agent stops the functions of a lost link; whether the instance lives on is the Scheduler's to know.
            CallEndKind.LinkLost => (0, SlotEnd.GiveUp),
            _ => (0L, SlotEnd.Keep),
        };
        lease.Pool.Release(lease, took, what);
    }

    private InvocationResult Result(Invocation invocation, IExchange exchange, LinkCall call, CallEnd end)
    {
        RecordIfUnsaid(call, end);
        var description = call.Description;
        if (end.Kind == CallEndKind.TooLarge)
            return Failure(invocation, 407, "The size of response exceeds the upper limit (6MB).") with { Version = description.Version.Version };
        if (end.Outcome is not { } outcome)
            return Failure(invocation, 500, UnsaidMessage(end.Kind)) with { Version = description.Version.Version, ColdStartMicroseconds = description.ColdStartMicroseconds };
        var body = exchange.ResultOf(call);
        // A function that answered and then failed has left its answer there.
        if (outcome.StatusCode != 200 && (body.IsEmpty || call.WasAnswered)) body = ErrorBody.Of(outcome.StatusCode, outcome.ErrorMessage, invocation.RequestId);
        return new InvocationResult
        {
            RequestId = invocation.RequestId,
            StatusCode = outcome.StatusCode,
            Body = body,
            ErrorMessage = outcome.ErrorMessage,
            LogTail = outcome.LogTail,
            Version = description.Version.Version,
            DurationMicroseconds = outcome.DurationMicroseconds,
            BilledMilliseconds = outcome.BilledMilliseconds,
            MemoryUsedBytes = outcome.MemoryUsedBytes,
            ColdStartMicroseconds = description.ColdStartMicroseconds,
        };
    }

    private void RecordIfUnsaid(LinkCall call, CallEnd end)
    {
        if (end.Kind is CallEndKind.LinkLost or CallEndKind.Silent) records.Add(RecordBuilder.Of(call.Description, 500, UnsaidMessage(end.Kind)));
        else if (end is { Kind: CallEndKind.Outcome, Outcome: { SpoolSequence: 0, NeverSaw: false } outcome }) records.Add(RecordBuilder.Of(call.Description, outcome));
    }

    private InvocationResult Refused(Invocation invocation, CallDescription description, Refusal refusal)
    {
        records.Add(RecordBuilder.Of(description, refusal));
        return Failure(invocation, refusal.StatusCode, refusal.Message) with
        {
            Body = refusal.ErrorJson.Length > 0 ? System.Text.Encoding.UTF8.GetBytes(refusal.ErrorJson) : ErrorBody.Of(refusal.StatusCode, refusal.Message, invocation.RequestId),
            NeverRan = true,
            LogTail = invocation.WantLogTail ? Utf8Cut.Last(refusal.InitLog, FrameLimits.LogTailBytes) : "",
            Version = description.Version.Version,
        };
    }

    private static InvocationResult Failure(Invocation invocation, int statusCode, string message) => new()
    {
        RequestId = invocation.RequestId,
        StatusCode = statusCode,
        Body = ErrorBody.Of(statusCode, message, invocation.RequestId),
        ErrorMessage = message,
        NeverRan = statusCode is not (500 or 407),
    };

    private static Refusal? Unavailable(Invocation invocation, VersionRoute version, InvokeMode mode)
    {
        if (version.UnavailableCode != 0) return new Refusal(version.UnavailableCode, version.UnavailableMessage);
        if (version.Status is "Creating" or "CreateFailed" or "Deleting" or "DeleteFailed")
            return new Refusal(438, $"Function [{invocation.Function}] is in status {version.Status}.");
        var isHttp = version.Type == FunctionType.Http;
        if (isHttp == (mode == InvokeMode.Http)) return null;
        return new Refusal(436, isHttp ? $"Function [{invocation.Function}] is a web function: call it over HTTP." : $"Function [{invocation.Function}] is an event function: send it an event.");
    }

    private static string UnsaidMessage(CallEndKind kind) => kind == CallEndKind.Silent
        ? "The agent did not say how the invocation ended."
        : "The connection to the agent was lost while the function ran; the call is not sent again.";

    private static InvokeFrame Head(Invocation invocation, IExchange exchange, CallDescription description, Activity? activity) =>
        exchange.Complete(new InvokeFrame
        {
            InstanceId = description.InstanceId,
            RequestId = invocation.RequestId,
            TimeLimitMs = (uint)Math.Max(0, description.Version.TimeoutMs),
            RetryNum = (ushort)Math.Clamp(invocation.RetryNum, 0, ushort.MaxValue),
            Mode = exchange.Mode,
            WantLogTail = invocation.WantLogTail,
            Qualifier = invocation.Qualifier,
            InvokeType = invocation.InvokeType,
            TraceParent = activity?.Id ?? invocation.TraceParent,
            TriggerSource = invocation.TriggerSource,
        });
}
