namespace ScfAspire.Trigger.Queue;

/// <summary>An accepted event.</summary>
public sealed record QueuedEvent
{
    public required Guid RequestId { get; init; }

    public required FunctionName Function { get; init; }

    public required string Qualifier { get; init; }

    /// <summary>JSON text.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>For rule routing of an alias; empty for none.</summary>
    public required string RoutingKey { get; init; }

    /// <summary><c>Event</c>, <c>Timer</c> ...</summary>
    public required string InvokeType { get; init; }

    /// <summary>W3C traceparent, or empty.</summary>
    public required string TraceParent { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Runs before this one; the retry number of the record.</summary>
    public int Attempts { get; init; }

    /// <summary>Those of them that ended with an error of the function, which count against RetryNum.</summary>
    public int UserFailures { get; init; }
}
