using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Functions;

/// <summary>Settings of one function version, complete; stored as JSON. The environment is kept apart, encrypted.</summary>
public sealed record FunctionConfiguration
{
    public string Handler { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>MB.</summary>
    public int MemorySize { get; init; } = ScfLimits.MemoryDefaultMb;

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; } = ScfLimits.TimeoutDefault;

    /// <summary>Seconds.</summary>
    public int InitTimeout { get; init; } = ScfLimits.InitTimeoutDefault;

    public InstanceConcurrency InstanceConcurrency { get; init; } = InstanceConcurrency.Off;

    public string Role { get; init; } = "";

    public VpcBinding Vpc { get; init; } = new("", "");

    public string ClsLogsetId { get; init; } = "";

    public string ClsTopicId { get; init; } = "";

    public IReadOnlyList<LayerBinding> Layers { get; init; } = [];

    public bool PublicNet { get; init; } = true;

    public bool DnsCache { get; init; }

    /// <summary><c>WS</c> or empty.</summary>
    public string ProtocolType { get; init; } = "";

    /// <summary>Seconds.</summary>
    public int WebSocketIdleTimeout { get; init; } = ScfLimits.WebSocketIdleDefault;

    public bool IgnoreSystemLog { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
