namespace ScfAspire.Trigger.Queue.Retries;

/// <summary>What becomes of an event after a run.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>It has ended well.</summary>
    public sealed record Done : Verdict;

    /// <summary>It is to run again at <c>DueAt</c>.</summary>
    public sealed record Again(DateTimeOffset DueAt, bool CountsAsFailure) : Verdict;

    /// <summary>It has ended for good: <c>expired</c>, <c>exhausted</c> or <c>rejected</c>.</summary>
    public sealed record Dead(string Reason) : Verdict;
}
