namespace ScfAspire.Api.Triggers;

/// <summary>Answers to browsers of other origins, given by the gateway; field names are those of the wire.</summary>
public sealed record CorsConfiguration
{
    public bool Enable { get; init; }

    public IReadOnlyList<string> Origins { get; init; } = [];

    public IReadOnlyList<string> Methods { get; init; } = [];

    public IReadOnlyList<string> Headers { get; init; } = [];

    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Seconds.</summary>
    public int MaxAge { get; init; }

    public bool Credentials { get; init; }
}
