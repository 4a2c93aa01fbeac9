using System.Text.Unicode;

namespace ScfAspire.Trigger.Gateway.Events;

/// <summary>Decides whether a body goes into an event as text or as base64.</summary>
internal static class BodyText
{
    /// <summary>Text is what is declared as text, or not declared at all, and is valid UTF-8; everything else is base64, whatever its bytes happen to be.</summary>
    public static bool IsText(string? contentType, ReadOnlySpan<byte> body) => IsTextual(contentType) && Utf8.IsValid(body);

    private static bool IsTextual(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return true;
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        if (end >= 0) type = type[..end];
        type = type.Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/xml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/javascript", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/ecmascript", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/yaml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-ndjson", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/graphql", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }
}
