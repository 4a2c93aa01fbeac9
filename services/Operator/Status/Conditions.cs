using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Status;

/// <summary>From an outcome to a status.</summary>
internal static class Conditions
{
    private const int LongestMessage = 4096;

    /// <summary>The status of an object after an outcome. The time of a condition is that of its last change of value.</summary>
    public static ObjectStatus Apply(Outcome outcome, ObjectStatus? before, long generation, DateTimeOffset now)
    {
        var former = Find(before);
        var ready = new Condition
        {
            Type = Condition.Ready,
            Status = outcome.Readiness,
            Reason = outcome.Reason,
            Message = outcome.Message.Length > LongestMessage ? outcome.Message[..LongestMessage] : outcome.Message,
            ObservedGeneration = generation,
            // Kubernetes keeps whole seconds.
            LastTransitionTime = former?.Status == outcome.Readiness ? former.LastTransitionTime : new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
        };
        return outcome.Status with { ObservedGeneration = generation, Conditions = [ready, .. (before?.Conditions ?? []).Where(each => each.Type != Condition.Ready)] };
    }

    /// <summary>Whether people should hear of it.</summary>
    public static bool IsTransition(ObjectStatus? before, ObjectStatus after) => (Find(before)?.Status, Find(before)?.Reason) != (Find(after)?.Status, Find(after)?.Reason);

    public static bool IsReady(ObjectStatus? status) => Find(status)?.Status == Condition.True;

    private static Condition? Find(ObjectStatus? status) => status?.Conditions.FirstOrDefault(each => each.Type == Condition.Ready);
}
