namespace ScfAspire.Api.Invocations;

/// <summary>One event for one function.</summary>
public sealed record InvokeFunction
{
    /// <summary>UUIDv7.</summary>
    public required Guid RequestId { get; init; }

    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    /// <summary>Version or alias.</summary>
    public required string Qualifier { get; init; }

    /// <summary>JSON text; empty stands for <c>{}</c>. At most 6 MB, 128 KB when queued.</summary>
    public ReadOnlyMemory<byte> Event { get; init; }

    /// <summary>JSON object for rule routing, at most 1,024 bytes.</summary>
    public string? RoutingKey { get; init; }

    public bool WantLogTail { get; init; }
}
