using System.Diagnostics;

namespace ScfAspire.Trigger.Gateway;

/// <summary>Starts a trace for each request, or goes on with the caller's. Where the server has a span of the request already, it goes on below that.</summary>
internal static class GatewayTrace
{
    public static Activity? Start(HttpRequest request, GatewayTarget target)
    {
        if (!GatewayInstruments.Activities.HasListeners()) return null;
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent);
        var activity = Activity.Current is { Recorded: true }
            ? GatewayInstruments.Activities.StartActivity("gateway request")
            : GatewayInstruments.Activities.StartActivity("gateway request", ActivityKind.Server, parent);
        activity?.SetTag("scf.namespace", target.Namespace);
        activity?.SetTag("scf.function", target.Function);
        return activity;
    }

    /// <summary>The traceparent that the function gets; never empty, so that logs on both sides can be joined even where nobody collects spans.</summary>
    public static string ParentOf(HttpRequest request, Activity? activity)
    {
        if (activity?.Id is { } id) return id;
        var given = request.Headers.TraceParent.ToString();
        return ActivityContext.TryParse(given, null, out _)
            ? given
            : $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-00";
    }
}
