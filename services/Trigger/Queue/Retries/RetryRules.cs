namespace ScfAspire.Trigger.Queue.Retries;

/// <summary>The retry rules of the SCF interface for asynchronous events. Pure.</summary>
/// <param name="RetryNum">Retries after errors of the function, 0 or more.</param>
/// <param name="TimeToLive">Age past which an event is not run again.</param>
public sealed record RetryRules(int RetryNum, TimeSpan TimeToLive)
{
    /// <summary>The class of a status code other than 200.</summary>
    /// <remarks>429 and 449 say, like 432, that there is no room just now; the interface names 432 alone.</remarks>
    public static FailureKind KindOf(int statusCode) => statusCode switch
    {
        500 or 432 or 429 or 449 => FailureKind.Platform,
        400 or 401 or 406 or 435 or 436 or 441 or 442 => FailureKind.Request,
        _ => FailureKind.Function,
    };

    /// <summary>Whether an event is too old to be run (again).</summary>
    public bool IsExpired(QueuedEvent queued, DateTimeOffset now) => now - queued.EnqueuedAt > TimeToLive;

    public Verdict Judge(QueuedEvent queued, int statusCode, DateTimeOffset now)
    {
        if (statusCode == 200) return new Verdict.Done();
        var kind = KindOf(statusCode);
        if (kind == FailureKind.Request) return new Verdict.Dead("rejected");
        if (kind == FailureKind.Function && queued.UserFailures >= RetryNum) return new Verdict.Dead("exhausted");
        var due = now + QueueOptions.RetryDelay;
        return IsExpired(queued, due) ? new Verdict.Dead("expired") : new Verdict.Again(due, kind == FailureKind.Function);
    }
}
