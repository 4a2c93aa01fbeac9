using System.Text.Json;

namespace ScfAspire.AppHost.Demo;

/// <summary>Says in a few words what a sample answered.</summary>
internal static class ResultSummary
{
    private const int Width = 56;

    /// <summary>The answer's <c>summary</c> or, without one, its beginning.</summary>
    public static string Of(JsonElement invocation)
    {
        var result = invocation.TryGetProperty("result", out var value) ? value : invocation.TryGetProperty("body", out var body) ? Parsed(body) : default;
        var text = result.ValueKind switch
        {
            JsonValueKind.Object when result.TryGetProperty("summary", out var summary) => summary.ToString(),
            JsonValueKind.Undefined => "",
            _ => result.ToString(),
        };
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Width ? text : text[..(Width - 1)] + "…";
    }

    private static JsonElement Parsed(JsonElement text)
    {
        try
        {
            using var json = JsonDocument.Parse(text.GetString() ?? "");
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
