namespace ScfAspire.Api.Functions;

/// <summary>Settings of a function as a request names them: null means "not named", so the default or the present value holds.</summary>
public sealed record FunctionSettings
{
    public string? Handler { get; init; }

    public string? Description { get; init; }

    /// <summary>MB: 64, or 128 to 3072 in steps of 128.</summary>
    public int? MemorySize { get; init; }

    /// <summary>Seconds, 1 to 900.</summary>
    public int? Timeout { get; init; }

    /// <summary>Seconds, 3 to 300.</summary>
    public int? InitTimeout { get; init; }

    /// <summary>The whole environment; an empty list, or one pair of empty texts, clears it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Environment { get; init; }

    /// <summary>Requests that one instance serves at the same time.</summary>
    public InstanceConcurrency? InstanceConcurrency { get; init; }

    public string? Role { get; init; }

    public VpcBinding? Vpc { get; init; }

    public string? ClsLogsetId { get; init; }

    public string? ClsTopicId { get; init; }

    /// <summary>Layer versions in binding order; an entry with an empty name unbinds all.</summary>
    public IReadOnlyList<LayerBinding>? Layers { get; init; }

    /// <summary>False cuts the function off from the Internet.</summary>
    public bool? PublicNet { get; init; }

    public bool? DnsCache { get; init; }

    /// <summary>Seconds a WebSocket may be silent.</summary>
    public int? WebSocketIdleTimeout { get; init; }

    public bool? IgnoreSystemLog { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>>? Tags { get; init; }
}
