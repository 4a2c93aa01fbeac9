namespace ScfAspire.Trigger.Queue.Retries;

/// <summary>What a status code says about running an event again.</summary>
public enum FailureKind
{
    /// <summary>The platform failed or has no room: again every minute until the event expires.</summary>
    Platform,

    /// <summary>The function failed: again as often as RetryNum says.</summary>
    Function,

    /// <summary>The request cannot be run at all.</summary>
    Request,
}
