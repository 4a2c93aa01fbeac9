using System.Diagnostics;
using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Telemetry;

/// <summary>One run as traces and metrics see it; a value, so that a run that nobody traces allocates nothing for it.</summary>
/// <param name="telemetry">The agent's.</param>
/// <param name="span">Null when nobody wants it.</param>
/// <param name="incoming">The caller's traceparent, or empty.</param>
internal readonly struct RunTelemetry(AgentTelemetry telemetry, Activity? span, string incoming) : IDisposable
{
    /// <summary>What the function is to take for its parent: the run's own span, or the caller's; empty for none.</summary>
    public string TraceParent => span?.Id ?? incoming;

    /// <summary>Counts the run and ends its span.</summary>
    /// <param name="runtime">The warm set that serves the function.</param>
    /// <param name="status">Status code of the SCF interface.</param>
    /// <param name="errorMessage">Empty on success.</param>
    /// <param name="duration">Of the run alone.</param>
    public void End(string runtime, int status, string errorMessage, TimeSpan duration)
    {
        telemetry.Ended(runtime, status, duration);
        if (span is null) return;
        span.SetTag("scf.status_code", status);
        if (status != ScfStatus.Success) span.SetStatus(ActivityStatusCode.Error, errorMessage);
        span.Dispose();
    }

    /// <summary>Ends the span if a fault of the agent's own has kept <see cref="End"/> from it.</summary>
    public void Dispose()
    {
        span?.Dispose();
        telemetry.Left();
    }
}
