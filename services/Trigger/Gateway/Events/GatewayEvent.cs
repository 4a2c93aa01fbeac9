using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Events;

/// <summary>Writes the API-gateway event of the SCF interface; the event of a function URL is a subset of it.</summary>
internal static class GatewayEvent
{
    /// <summary>Header that carries the client's address.</summary>
    public const string RemoteAddressHeader = "x-scf-remote-addr";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(IBufferWriter<byte> destination, HttpContext context, GatewayTarget target, string serviceId, Guid requestId, ReadOnlySpan<byte> body)
    {
        var request = context.Request;
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        using var json = new Utf8JsonWriter(destination, WriterOptions);
        json.WriteStartObject();

        json.WriteStartObject("requestContext");
        json.WriteString("serviceId", serviceId);
        json.WriteString("path", target.Path);
        json.WriteString("httpMethod", request.Method);
        json.WriteString("requestId", requestId);
        json.WriteStartObject("identity");
        json.WriteEndObject();
        json.WriteString("sourceIp", address);
        json.WriteString("stage", "release");
        json.WriteEndObject();

        json.WriteStartObject("headers");
        foreach (var (name, values) in request.Headers)
        {
            // The platform's own headers are the platform's to set.
            if (name.StartsWith("x-scf-", StringComparison.OrdinalIgnoreCase)) continue;
            json.WriteString(name.ToLowerInvariant(), values.Count == 1 ? values[0] : string.Join(',', values.ToArray()));
        }
        json.WriteString(RemoteAddressHeader, address);
        json.WriteEndObject();

        var text = BodyText.IsText(request.ContentType, body);
        if (text) json.WriteString("body", body);
        else json.WriteBase64String("body", body);

        json.WriteStartObject("pathParameters");
        json.WriteEndObject();
        json.WriteStartObject("queryStringParameters");
        json.WriteEndObject();
        json.WriteStartObject("headerParameters");
        json.WriteEndObject();
        json.WriteStartObject("stageVariables");
        json.WriteString("stage", "release");
        json.WriteEndObject();
        json.WriteString("path", target.Path);
        QueryString.Write(json, "queryString", target.Query);
        json.WriteString("httpMethod", request.Method);
        json.WriteBoolean("isBase64Encoded", !text);
        json.WriteEndObject();
    }
}
