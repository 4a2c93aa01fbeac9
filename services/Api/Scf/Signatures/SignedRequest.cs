namespace ScfAspire.Api.Scf.Signatures;

/// <summary>What a signature in headers covers.</summary>
public sealed record SignedRequest
{
    /// <summary>HTTP method in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>Host header as received.</summary>
    public required string Host { get; init; }

    public required string Path { get; init; }

    /// <summary>Raw query string without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>A header's value by its name; null when absent.</summary>
    public required Func<string, string?> Header { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the body as received; may be left empty until the body has been read.</summary>
    public string BodyHash { get; init; } = "";
}
