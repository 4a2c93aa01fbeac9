using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>JSON of the SCF endpoint.</summary>
public static class ScfJson
{
    /// <summary>Requests: lenient, because the form encoding carries every value as text and tools differ in their types.</summary>
    public static JsonSerializerOptions Request { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        MaxDepth = 32,
        Converters = { new LenientStringConverter(), new LenientBooleanConverter(), new Base64FieldConverter(), new Utf8FieldConverter() },
    };

    /// <summary>Answers: readable text is not escaped; clients parse them as JSON, never as HTML.</summary>
    public static JsonSerializerOptions Response { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new Utf8FieldConverter() },
    };
}
