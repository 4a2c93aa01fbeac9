using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScfAspire.Dispatch.Invocations;

/// <summary>The error object of the SCF interface.</summary>
public static class ErrorBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"errorCode":-1,"errorMessage":...,"requestId":...,"statusCode":...}</c>.</summary>
    public static ReadOnlyMemory<byte> Of(int statusCode, string message, Guid requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("errorCode", -1);
        json.WriteString("errorMessage", message);
        json.WriteString("requestId", requestId);
        json.WriteNumber("statusCode", statusCode);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
