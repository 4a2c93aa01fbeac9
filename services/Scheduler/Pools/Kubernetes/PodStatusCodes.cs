namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>What callers are told of a pod that does not come up, in the codes of the SCF interface.</summary>
internal static class PodStatusCodes
{
    private const int PullFailed = 444, NotStarted = 445, PullTimedOut = 447, NoCapacity = 449, StartTimedOut = 450, Internal = 500;

    // What a node, not the pod, is to blame for.
    private static readonly string[] NodeReasons = ["Evicted", "Preempting", "NodeLost", "NodeShutdown", "Terminated", "OutOf", "UnexpectedAdmissionError", "NodeAffinity", "TaintToleration"];

    public static PoolStart Of(PodStanding standing) => standing.Phase switch
    {
        PodPhase.Unschedulable => PoolStart.ShortageOf(NoCapacity, $"There is no room for another instance: {standing.Reason}"),
        PodPhase.ImageMissing => PoolStart.Failed(
            IsTimeOut(standing.Reason) ? PullTimedOut : PullFailed, $"The image of the function's runtime cannot be fetched: {standing.Reason}"),
        PodPhase.NotStartable => PoolStart.Failed(NotStarted, $"The instance's container cannot be started: {standing.Reason}"),
        _ when NodeReasons.Any(reason => standing.Reason.StartsWith(reason, StringComparison.Ordinal)) => PoolStart.ShortageOf(NoCapacity, $"The node has no room for another instance: {standing.Reason}"),
        _ => PoolStart.Failed(Internal, $"The instance's pod has ended: {standing.Reason}"),
    };

    public static PoolStart Of(PodRefusalException refusal) => refusal.Kind switch
    {
        PodRefusalKind.Quota => PoolStart.ShortageOf(NoCapacity, $"There is no room for another instance: {refusal.Message}"),
        PodRefusalKind.Away => PoolStart.ShortageOf(NoCapacity, $"There is no room for another instance: {refusal.Message}"),
        _ => PoolStart.Failed(NotStarted, $"The instance's pod is not allowed: {refusal.Message}"),
    };

    public static PoolStart Of(PodTemplateException template) => PoolStart.Failed(NotStarted, template.Message);

    /// <summary>It was neither refused nor ready in its time.</summary>
    public static PoolStart Late(TimeSpan limit, bool fetching) => fetching
        ? PoolStart.Failed(PullTimedOut, $"The images of the instance's pod were not there within {limit.TotalSeconds:0} s.")
        : PoolStart.Failed(StartTimedOut, $"The instance's pod was not ready within {limit.TotalSeconds:0} s.");

    private static bool IsTimeOut(string reason) =>
        reason.Contains("timeout", StringComparison.OrdinalIgnoreCase) || reason.Contains("timed out", StringComparison.OrdinalIgnoreCase) || reason.Contains("deadline exceeded", StringComparison.OrdinalIgnoreCase);
}
