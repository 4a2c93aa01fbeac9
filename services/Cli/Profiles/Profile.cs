namespace ScfAspire.Cli.Profiles;

/// <summary>Where a platform is and who the user is there. What is null is not said.</summary>
public sealed record Profile
{
    /// <summary>gRPC endpoint, e.g. <c>http://127.0.0.1:8081</c>.</summary>
    public string? Endpoint { get; init; }

    public string? SecretId { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>Namespace of commands that name none.</summary>
    public string? Namespace { get; init; }
}
