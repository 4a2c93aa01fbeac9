using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>The answer that a function describes with <c>statusCode</c>, <c>headers</c>, <c>body</c> and <c>isBase64Encoded</c>.</summary>
internal sealed class IntegratedResponse
{
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private int _statusCode;
    private byte[] _body = [];

    private IntegratedResponse()
    {
    }

    /// <summary>Null, and what is wrong, when it is not a valid description.</summary>
    public static IntegratedResponse? Read(JsonElement value, out string problem)
    {
        var response = new IntegratedResponse();
        problem = response.ReadStatus(value) ?? response.ReadHeaders(value) ?? response.ReadBody(value) ?? "";
        return problem.Length == 0 ? response : null;
    }

    public async Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = _statusCode;
        foreach (var (name, value) in _headers)
        {
            if (!AnswerHeaders.IsForwarded(name, context)) continue;
            context.Response.Headers.Append(name, value);
        }
        if (_statusCode is 204 or 205 or 304) return;
        if (context.Response.ContentType is null && _body.Length > 0) context.Response.ContentType = "application/json";
        context.Response.ContentLength = _body.Length;
        await context.Response.BodyWriter.WriteAsync(_body, context.RequestAborted);
    }

    private string? ReadStatus(JsonElement value)
    {
        var status = value.GetProperty("statusCode");
        var valid = status.ValueKind switch
        {
            JsonValueKind.Number => status.TryGetInt32(out _statusCode),
            JsonValueKind.String => int.TryParse(status.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _statusCode),
            _ => false,
        };
        return valid && _statusCode is >= 200 and <= 999 ? null : $"statusCode is {status.GetRawText()} and not a number from 200 to 999.";
    }

    private string? ReadHeaders(JsonElement value)
    {
        if (!value.TryGetProperty("headers", out var headers) || headers.ValueKind == JsonValueKind.Null) return null;
        if (headers.ValueKind != JsonValueKind.Object) return "headers is not an object.";
        foreach (var header in headers.EnumerateObject())
        {
            var values = header.Value.ValueKind == JsonValueKind.Array ? header.Value.EnumerateArray().ToArray() : [header.Value];
            foreach (var single in values)
            {
                var text = single.ValueKind switch
                {
                    JsonValueKind.String => single.GetString()!,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => single.GetRawText(),
                    JsonValueKind.Null => null,
                    _ => "\n",
                };
                if (text is null) continue;
                if (!AnswerHeaders.IsValid(header.Name, text)) return $"header '{header.Name}' has a name or a value that HTTP does not allow.";
                _headers.Add(new(header.Name, text));
            }
        }
        return null;
    }

    private string? ReadBody(JsonElement value)
    {
        if (!value.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null) return null;
        var encoded = value.TryGetProperty("isBase64Encoded", out var flag)
            && (flag.ValueKind == JsonValueKind.True || (flag.ValueKind == JsonValueKind.String && flag.ValueEquals("true")));
        if (!encoded)
        {
            _body = Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());
            return null;
        }
        if (body.ValueKind != JsonValueKind.String || !body.TryGetBytesFromBase64(out var bytes)) return "body is not base64, which isBase64Encoded says it is.";
        _body = bytes;
        return null;
    }
}
