namespace ScfAspire.Client;

/// <summary>How to run a function.</summary>
public sealed record InvokeOptions
{
    /// <summary>Version or alias; <c>$LATEST</c> unless set.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>JSON object of at most 1,024 bytes for the routing rules of an alias.</summary>
    public string RoutingKey { get; init; } = "";

    /// <summary>The last 4 KB of the log come with the result.</summary>
    public bool LogTail { get; init; }
}
