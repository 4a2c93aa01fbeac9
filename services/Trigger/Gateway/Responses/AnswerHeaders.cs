using System.Buffers;
using System.Text;
using System.Text.Json;
using ScfAspire.Trigger.Gateway.Cors;
using ScfAspire.Trigger.Gateway.Web;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>Which headers of a function's answer go to the client.</summary>
internal static class AnswerHeaders
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(['\t', .. Enumerable.Range(' ', '\x7f' - ' ').Select(code => (char)code)]);

    /// <summary>Not those of the connection, nor what the gateway sets itself.</summary>
    public static bool IsForwarded(string name, HttpContext context) =>
        !HopByHop.Contains(name)
        && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        && !name.Equals(GatewayHandler.RequestIdHeader, StringComparison.OrdinalIgnoreCase)
        && !(name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && CorsPolicy.IsApplied(context));

    public static bool IsValid(string name, string value) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) && !value.AsSpan().ContainsAnyExcept(ValueCharacters);

    /// <summary>The name at which <paramref name="json"/> stands; the commonest needs no string of its own.</summary>
    public static string NameOf(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("content-type"u8)) return "content-type";
        return json.ValueTextEquals("Content-Type"u8) ? "Content-Type" : json.GetString()!;
    }

    /// <summary>The value at which <paramref name="json"/> stands; null where it is neither text nor number nor truth.</summary>
    public static string? ValueOf(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.ValueTextEquals("application/json"u8) ? "application/json" : json.GetString(),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(json.ValueSpan),
        _ => null,
    };
}
