using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Reads and writes text without making a string of it.</summary>
public sealed class Utf8FieldConverter : JsonConverter<Utf8Field>
{
    // Escaping needs a buffer of several times what it is given.
    private const int SegmentBytes = 16 * 1024;

    public override Utf8Field? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            return new LenientStringConverter().Read(ref reader, typeof(string), options) is { } text ? new(Encoding.UTF8.GetBytes(text)) : null;
        var bytes = new byte[reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length];
        // Unescaped text is never longer. What is no text, half of a surrogate pair say, is refused.
        try
        {
            return new(bytes.AsMemory(0, reader.CopyString(bytes)));
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Utf8Field value, JsonSerializerOptions options)
    {
        var rest = value.Bytes.Span;
        for (; rest.Length > SegmentBytes; rest = rest[SegmentBytes..]) writer.WriteStringValueSegment(rest[..SegmentBytes], isFinalSegment: false);
        writer.WriteStringValueSegment(rest, isFinalSegment: true);
    }
}
