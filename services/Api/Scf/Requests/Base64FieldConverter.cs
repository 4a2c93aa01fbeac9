using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Reads base64, with line breaks if it has them.</summary>
public sealed class Base64FieldConverter : JsonConverter<Base64Field>
{
    public override Base64Field Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        if (reader.TryGetBytesFromBase64(out var bytes)) return new(bytes);
        try
        {
            return new(Convert.FromBase64String(reader.GetString() ?? ""));
        }
        catch (FormatException)
        {
            return new((byte[]?)null);
        }
    }

    public override void Write(Utf8JsonWriter writer, Base64Field value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Bytes);
}
