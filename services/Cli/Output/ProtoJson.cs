using System.Text.Json.Nodes;
using Google.Protobuf;

namespace ScfAspire.Cli.Output;

/// <summary>Messages of the platform as JSON, the same as the REST interface gives.</summary>
internal static class ProtoJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static JsonNode Of(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;

    public static JsonArray Of(IEnumerable<IMessage> messages) => [.. messages.Select(Of)];

    /// <summary>A function's result as JSON where it is, otherwise as text.</summary>
    public static JsonNode? OfResult(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // A custom runtime may answer any text.
            return JsonValue.Create(text);
        }
    }
}
