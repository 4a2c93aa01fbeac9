using ScfAspire.Client;
using ScfAspire.V1;

namespace ScfAspire.Cli.Manifests;

/// <summary>One function of a scf.yaml, with the platform's defaults where it says nothing.</summary>
public sealed record FunctionManifest
{
    public const int DefaultMemoryMb = 128;

    public const int DefaultTimeoutSeconds = 3;

    public const int DefaultInitTimeoutSeconds = 65;

    public required string Name { get; init; }

    /// <summary>Null: the namespace of the command.</summary>
    public string? Namespace { get; init; }

    public required string Runtime { get; init; }

    public FunctionType Type { get; init; } = FunctionType.Event;

    public string Handler { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Folder or zip, absolute.</summary>
    public required string Code { get; init; }

    public int MemoryMb { get; init; } = DefaultMemoryMb;

    public int TimeoutSeconds { get; init; } = DefaultTimeoutSeconds;

    public int InitTimeoutSeconds { get; init; } = DefaultInitTimeoutSeconds;

    /// <summary>Requests that one instance serves at the same time.</summary>
    public int Concurrency { get; init; } = 1;

    public bool PublicNetwork { get; init; } = true;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<HttpTriggerDeployment> HttpTriggers { get; init; } = [];

    /// <summary>Patterns of files that stay out of the package.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];
}
