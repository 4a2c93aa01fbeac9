using ScfAspire.Client.Packages;
using ScfAspire.V1;

namespace ScfAspire.Client;

/// <summary>What a function shall be. What is null keeps its value, or takes the platform's default in a new function.</summary>
public sealed record FunctionDeployment
{
    public string Namespace { get; init; } = "default";

    public required string Name { get; init; }

    /// <summary>E.g. <c>Nodejs20.19</c>; fixed at creation.</summary>
    public required string Runtime { get; init; }

    public required CodePackage Package { get; init; }

    /// <summary>Fixed at creation.</summary>
    public FunctionType Type { get; init; } = FunctionType.Event;

    /// <summary>E.g. <c>index.main_handler</c>.</summary>
    public string? Handler { get; init; }

    public string? Description { get; init; }

    public int? MemoryMb { get; init; }

    /// <summary>Whole seconds.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whole seconds.</summary>
    public TimeSpan? InitTimeout { get; init; }

    /// <summary>Replaces all variables.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Requests that one instance serves at the same time.</summary>
    public int? InstanceConcurrency { get; init; }

    public bool? PublicNetwork { get; init; }

    /// <summary>Triggers to make, or to change where they exist; others are left alone.</summary>
    public IReadOnlyList<HttpTriggerDeployment> HttpTriggers { get; init; } = [];
}
