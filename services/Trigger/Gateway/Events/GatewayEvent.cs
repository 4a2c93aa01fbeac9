using System.Buffers;

namespace ScfAspire.Trigger.Gateway.Events;

/// <summary>Writes the API-gateway event of the SCF interface; the event of a function URL is a subset of it.</summary>
internal static class GatewayEvent
{
    /// <summary>Header that carries the client's address.</summary>
    public const string RemoteAddressHeader = "x-scf-remote-addr";

    public static void Write(IBufferWriter<byte> destination, HttpContext context, GatewayTarget target, string serviceId, Guid requestId, ReadOnlySpan<byte> body)
    {
        var request = context.Request;
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var json = new EventText(destination);
        json.Raw("{\"requestContext\":{\"serviceId\":"u8);
        json.String(serviceId);
        json.Raw(",\"path\":"u8);
        json.String(target.Path);
        json.Raw(",\"httpMethod\":"u8);
        json.String(request.Method);
        json.Raw(",\"requestId\":"u8);
        json.Id(requestId);
        json.Raw(",\"identity\":{},\"sourceIp\":"u8);
        json.String(address);
        json.Raw(",\"stage\":\"release\"},\"headers\":{"u8);
        foreach (var (name, values) in request.Headers)
        {
            // The platform's own headers are the platform's to set.
            if (name.StartsWith("x-scf-", StringComparison.OrdinalIgnoreCase)) continue;
            json.LowerString(name);
            json.Raw(":"u8);
            json.String(values.Count == 1 ? values[0] : string.Join(',', values.ToArray()));
            json.Raw(","u8);
        }

        json.Raw("\"x-scf-remote-addr\":"u8);
        json.String(address);
        json.Raw("},\"body\":"u8);
        var text = BodyText.IsText(request.ContentType, body);
        if (text) json.Utf8String(body);
        else json.Base64String(body);
        json.Raw(",\"pathParameters\":{},\"queryStringParameters\":{},\"headerParameters\":{},\"stageVariables\":{\"stage\":\"release\"},\"path\":"u8);
        json.String(target.Path);
        json.Raw(",\"queryString\":"u8);
        QueryString.Write(json, target.Query);
        json.Raw(",\"httpMethod\":"u8);
        json.String(request.Method);
        json.Raw(text ? ",\"isBase64Encoded\":false}"u8 : ",\"isBase64Encoded\":true}"u8);
    }
}
