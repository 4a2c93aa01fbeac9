namespace ScfAspire.Api.Triggers;

/// <summary>A trigger to be made or changed. On a change null means "keep".</summary>
public sealed record WriteTrigger
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public required string TriggerName { get; init; }

    /// <summary>Lower case; <c>http</c> is offered.</summary>
    public required string Type { get; init; }

    /// <summary>Text that depends on the type; for <c>http</c> a JSON object with AuthType, NetConfig and CorsConfig.</summary>
    public string? Description { get; init; }

    /// <summary>Version or alias; <c>$LATEST</c> when null on creation.</summary>
    public string? Qualifier { get; init; }

    /// <summary>Open when null on creation.</summary>
    public bool? Enabled { get; init; }

    public string? CustomArgument { get; init; }

    /// <summary>Free text.</summary>
    public string? Comment { get; init; }
}
