using System.Text.Json.Serialization;

namespace ScfAspire.Trigger.Gateway.Cors;

/// <summary>A trigger's <c>CorsConfig</c>, with the names of the wire.</summary>
public sealed record CorsSettings
{
    public bool Enable { get; init; }

    public IReadOnlyList<string> Origins { get; init; } = [];

    public IReadOnlyList<string> Methods { get; init; } = [];

    public IReadOnlyList<string> Headers { get; init; } = [];

    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Seconds that a browser may keep a preflight's answer; 0 for its own default.</summary>
    public int MaxAge { get; init; }

    public bool Credentials { get; init; }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(CorsSettings))]
internal sealed partial class CorsSettingsContext : JsonSerializerContext;
