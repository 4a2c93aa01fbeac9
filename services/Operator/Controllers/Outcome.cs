using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Controllers;

/// <summary>What came of one look at an object.</summary>
/// <param name="Status">Status without conditions, which follow from the rest.</param>
/// <param name="Readiness">Value of the condition Ready.</param>
/// <param name="Reason">A code of the SCF interface, or a word of our own.</param>
/// <param name="Message">For people.</param>
/// <param name="Again">When to look again though nothing changes; null for not at all.</param>
public sealed record Outcome(ObjectStatus Status, string Readiness, string Reason, string Message, TimeSpan? Again = null)
{
    public static Outcome Ready(ObjectStatus status, string reason, string message) => new(status, Condition.True, reason, message);

    /// <summary>It cannot be until somebody changes something.</summary>
    public static Outcome Refused(ObjectStatus status, string reason, string message) => new(status, Condition.False, reason, message);

    /// <summary>It is not yet.</summary>
    public static Outcome Waiting(ObjectStatus status, string reason, string message, TimeSpan again) => new(status, Condition.Unknown, reason, message, again);
}
