using ScfAspire.V1;

namespace ScfAspire.Client;

/// <summary>A URL that a function shall have.</summary>
public sealed record HttpTriggerDeployment
{
    /// <summary>Name of the trigger.</summary>
    public string Name { get; init; } = "http";

    /// <summary>Version or alias that it calls.</summary>
    public string Qualifier { get; init; } = "$LATEST";

    public HttpAuthType AuthType { get; init; } = HttpAuthType.None;

    public bool Enabled { get; init; } = true;
}
