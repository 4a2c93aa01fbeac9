using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>The JSON object that a caller gets in place of a result.</summary>
internal static class ErrorObject
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="status">Status code of the SCF interface.</param>
    /// <param name="message">One line.</param>
    /// <param name="stackTrace">Left out when empty.</param>
    /// <param name="requestId">Left out when there was no request.</param>
    public static ReadOnlyMemory<byte> Write(int status, string message, string stackTrace, Guid? requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("errorCode"u8, -1);
            json.WriteString("errorMessage"u8, message);
            if (requestId is { } id) json.WriteString("requestId"u8, id);
            if (stackTrace.Length > 0) json.WriteString("stackTrace"u8, stackTrace);
            json.WriteNumber("statusCode"u8, status);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
