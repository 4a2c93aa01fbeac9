using ScfAspire.Trigger.Gateway.Cors;
using ScfAspire.Trigger.Gateway.Web;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>Which headers of a function's answer go to the client.</summary>
internal static class AnswerHeaders
{
    /// <summary>Not those of the connection, nor what the gateway sets itself.</summary>
    public static bool IsForwarded(string name, HttpContext context) =>
        !HopByHop.Contains(name)
        && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        && !name.Equals(GatewayHandler.RequestIdHeader, StringComparison.OrdinalIgnoreCase)
        && !(name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && CorsPolicy.IsApplied(context));

    public static bool IsValid(string name, string value) => name.Length > 0 && name.All(IsTokenCharacter) && value.All(IsValueCharacter);

    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);

    private static bool IsValueCharacter(char character) => character is '\t' or (>= ' ' and < '\x7f');
}
