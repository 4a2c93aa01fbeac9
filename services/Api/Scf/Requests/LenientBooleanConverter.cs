using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Takes <c>true</c>, <c>TRUE</c> and <c>1</c> for true, and their opposites for false.</summary>
public sealed class LenientBooleanConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => reader.TryGetInt32(out var number) && number is 0 or 1 ? number == 1 : throw new JsonException(),
        JsonTokenType.String => reader.GetString()?.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => throw new JsonException(),
        },
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
