using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Triggers;

/// <summary>The description of an <c>http</c> trigger: how it is stored and how it is given out.</summary>
public sealed record HttpTriggerDescription
{
    /// <summary>Anybody may call.</summary>
    public const string NoAuthentication = "NONE";

    /// <summary>The gateway asks for a signature.</summary>
    public const string Cam = "CAM";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        MaxDepth = 8,
    };

    public string AuthType { get; init; } = NoAuthentication;

    /// <summary>Both sides when the creator named none.</summary>
    public NetConfiguration? NetConfig { get; init; }

    [JsonPropertyName("CorsConfig")]
    public CorsConfiguration? Cors { get; init; }

    /// <summary>Reads a description; an absent one has the defaults.</summary>
    /// <exception cref="ScfException">Not a JSON object of the right form.</exception>
    public static HttpTriggerDescription Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new();
        HttpTriggerDescription? description;
        try
        {
            description = JsonSerializer.Deserialize<HttpTriggerDescription>(text, Options);
        }
        catch (JsonException e)
        {
            throw new ScfException(ScfErrorCode.InvalidTriggerDesc, "TriggerDesc must be a JSON object with AuthType, NetConfig and CorsConfig.", e);
        }

        if (description is null) throw new ScfException(ScfErrorCode.InvalidTriggerDesc, "TriggerDesc must be a JSON object.");
        var authType = description.AuthType?.ToUpperInvariant();
        if (authType is not (NoAuthentication or Cam)) throw new ScfException(ScfErrorCode.InvalidTriggerDesc, "AuthType must be NONE or CAM.");
        if (description.Cors is { Enable: true, Origins: not { Count: > 0 } }) throw new ScfException(ScfErrorCode.InvalidCors, "CorsConfig.Origins is required when CORS is enabled.");
        return description with { AuthType = authType };
    }

    /// <summary>CorsConfig in the names of the wire; empty when off.</summary>
    public string CorsText() => Cors is { Enable: true } ? JsonSerializer.Serialize(Cors, Options) : "";

    /// <summary>The text that is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, Options);

    /// <summary>The text that is given out: with the URLs, and the base under <c>service.subDomain</c> as well, where some tools look.</summary>
    public string WriteWithUrls(string url)
    {
        var intranet = NetConfig?.EnableIntranet ?? true;
        var extranet = NetConfig?.EnableExtranet ?? true;
        var socket = url.StartsWith("https:", StringComparison.Ordinal) ? "wss" + url[5..] : "ws" + url[4..];
        var text = new JsonObject
        {
            [nameof(AuthType)] = AuthType,
            [nameof(NetConfig)] = new JsonObject
            {
                ["EnableIntranet"] = intranet,
                ["EnableExtranet"] = extranet,
                ["IntranetUrl"] = intranet ? url : "",
                ["IntranetHTTPUrl"] = intranet ? url : "",
                ["ExtranetUrl"] = extranet ? url : "",
                ["ExtranetHTTPUrl"] = extranet ? url : "",
                ["WssIntranetUrl"] = intranet ? socket : "",
                ["WsIntranetUrl"] = intranet ? socket : "",
                ["WssExtranetUrl"] = extranet ? socket : "",
                ["WsExtranetUrl"] = extranet ? socket : "",
            },
            ["service"] = new JsonObject { ["subDomain"] = url },
        };
        if (Cors is not null) text["CorsConfig"] = JsonSerializer.SerializeToNode(Cors, Options);
        return text.ToJsonString();
    }
}
