using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>
/// The answer that a function describes with <c>statusCode</c>, <c>headers</c>, <c>body</c> and <c>isBase64Encoded</c>: where these stand in its return
/// value. Of a property that comes twice the last counts.
/// </summary>
internal readonly struct IntegratedResponse
{
    private readonly ReadOnlyMemory<byte> _result;
    private readonly Value _status;
    private readonly Value _headers;
    private readonly Value _body;
    private readonly Value _encoded;

    /// <summary>Reads the object that <paramref name="json"/> stands at the beginning of, up to its end.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public IntegratedResponse(ReadOnlyMemory<byte> result, ref Utf8JsonReader json)
    {
        _result = result;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("statusCode"u8)) _status = Next(ref json);
            else if (json.ValueTextEquals("headers"u8)) _headers = Next(ref json);
            else if (json.ValueTextEquals("body"u8)) _body = Next(ref json);
            else if (json.ValueTextEquals("isBase64Encoded"u8)) _encoded = Next(ref json);
            else _ = Next(ref json);
        }
    }

    /// <summary>The object is a description of an answer at all.</summary>
    public bool IsPresent => _status.Length > 0;

    /// <summary>Sets the answer's status and headers, and gives its body.</summary>
    /// <returns>What is wrong with the description, in which case nothing was set; else null.</returns>
    /// <exception cref="InvalidOperationException">A string is no text.</exception>
    public string? Apply(HttpContext context, out AnswerBody body)
    {
        body = default;
        var headers = new List<KeyValuePair<string, string>>();
        if (ReadStatus(out var status) is { } wrongStatus) return wrongStatus;
        if (ReadHeaders(headers) is { } wrongHeaders) return wrongHeaders;
        if (ReadBody(out body) is { } wrongBody) return wrongBody;
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            if (AnswerHeaders.IsForwarded(name, context)) context.Response.Headers.Append(name, value);
        }

        return null;
    }

    private static Value Next(ref Utf8JsonReader json)
    {
        json.Read();
        var (start, type) = ((int)json.TokenStartIndex, json.TokenType);
        json.Skip();
        return new Value(start, (int)json.BytesConsumed - start, type);
    }

    private Utf8JsonReader At(Value value)
    {
        var json = new Utf8JsonReader(SpanOf(value));
        json.Read();
        return json;
    }

    private ReadOnlySpan<byte> SpanOf(Value value) => _result.Span.Slice(value.Start, value.Length);

    private string? ReadStatus(out int status)
    {
        status = 0;
        var json = At(_status);
        var valid = _status.Type switch
        {
            JsonTokenType.Number => json.TryGetInt32(out status),
            JsonTokenType.String => int.TryParse(json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status),
            _ => false,
        };
        return valid && status is >= 200 and <= 999 ? null : $"statusCode is {Encoding.UTF8.GetString(SpanOf(_status))} and not a number from 200 to 999.";
    }

    private string? ReadHeaders(List<KeyValuePair<string, string>> headers)
    {
        if (_headers.Type is JsonTokenType.None or JsonTokenType.Null) return null;
        if (_headers.Type != JsonTokenType.StartObject) return "headers is not an object.";
        var json = At(_headers);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = AnswerHeaders.NameOf(ref json);
            json.Read();
            var several = json.TokenType == JsonTokenType.StartArray;
            if (several) json.Read();
            while (json.TokenType != JsonTokenType.EndArray)
            {
                if (json.TokenType != JsonTokenType.Null)
                {
                    if (AnswerHeaders.ValueOf(ref json) is not { } value || !AnswerHeaders.IsValid(name, value))
                        return $"header '{name}' has a name or a value that HTTP does not allow.";
                    headers.Add(new(name, value));
                }

                if (!several) break;
                json.Read();
            }
        }

        return null;
    }

    private string? ReadBody(out AnswerBody body)
    {
        body = default;
        if (_body.Type is JsonTokenType.None or JsonTokenType.Null) return null;
        if (IsEncoded())
        {
            if (_body.Type != JsonTokenType.String || !At(_body).TryGetBytesFromBase64(out var bytes)) return "body is not base64, which isBase64Encoded says it is.";
            body = new AnswerBody(bytes);
            return null;
        }

        var text = _result.Slice(_body.Start, _body.Length);
        var json = At(_body);
        body = _body.Type == JsonTokenType.String ? AnswerBody.Of(ref json, text) : new AnswerBody(text);
        return null;
    }

    private bool IsEncoded() => _encoded.Type == JsonTokenType.True || (_encoded.Type == JsonTokenType.String && At(_encoded).ValueTextEquals("true"u8));

    /// <summary>Where a value stands; no length where there is none.</summary>
    private readonly record struct Value(int Start, int Length, JsonTokenType Type);
}
