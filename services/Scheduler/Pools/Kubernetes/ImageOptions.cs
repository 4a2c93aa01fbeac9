namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Names of the images of function pods.</summary>
public sealed class ImageOptions
{
    public string Agent { get; set; } = "scfaspire/runtime-agent:0.1.0";

    /// <summary><c>{runtime}</c> is the runtime's name in lower case.</summary>
    public string Runtime { get; set; } = "scfaspire/runtime-{runtime}:0.1.0";

    /// <summary>Images of single runtimes, by name in any case.</summary>
    public Dictionary<string, string> Runtimes { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>IfNotPresent, Always or Never.</summary>
    public string PullPolicy { get; set; } = "IfNotPresent";

    /// <summary>Names of Secrets in the pods' namespaces.</summary>
    public List<string> PullSecrets { get; set; } = [];

    public string Of(string runtime) => Runtimes.TryGetValue(runtime, out var image) ? image : Runtime.Replace("{runtime}", runtime.ToLowerInvariant(), StringComparison.Ordinal);
}
