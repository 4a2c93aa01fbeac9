using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>
/// Turns an event function's return value into an HTTP answer. An object with <c>statusCode</c> is applied; any other JSON is the body of a 200; a string
/// is the body itself, and so is the text of a custom runtime that is not JSON.
/// </summary>
internal static class EventAnswer
{
    private const string Text = "text/plain; charset=utf-8";

    public static Task WriteAsync(HttpContext context, Guid requestId, ReadOnlyMemory<byte> result, bool integrated)
    {
        var json = new Utf8JsonReader(result.Span);
        try
        {
            json.Read();
            if (integrated && json.TokenType == JsonTokenType.StartObject)
            {
                var response = new IntegratedResponse(result, ref json);
                End(ref json);
                if (response.IsPresent) return ApplyAsync(context, requestId, response);
            }
            else if (integrated && json.TokenType == JsonTokenType.String)
            {
                var text = json;
                End(ref json);
                return SendAsync(context, Text, AnswerBody.Of(ref text, result.Slice((int)text.TokenStartIndex, (int)(text.BytesConsumed - text.TokenStartIndex))));
            }
            else
            {
                json.Skip();
                End(ref json);
            }
        }
        catch (JsonException)
        {
            return SendAsync(context, Text, new AnswerBody(result));
        }
        catch (InvalidOperationException)
        {
            return RefuseAsync(context, requestId, "a string of it is not valid Unicode text.");
        }

        return SendAsync(context, "application/json", new AnswerBody(result));
    }

    // Whatever follows the value is read, so that it is refused.
    private static void End(ref Utf8JsonReader json)
    {
        while (json.Read())
        {
        }
    }

    private static Task ApplyAsync(HttpContext context, Guid requestId, in IntegratedResponse response)
    {
        if (response.Apply(context, out var body) is { } problem) return RefuseAsync(context, requestId, problem);
        if (context.Response.StatusCode is 204 or 205 or 304)
        {
            body.Return();
            return Task.CompletedTask;
        }

        return SendAsync(context, body.Bytes.Length > 0 && context.Response.ContentType is null ? "application/json" : null, body);
    }

    private static Task RefuseAsync(HttpContext context, Guid requestId, string problem) => ErrorAnswer.WriteAsync(
        context, requestId, StatusCodes.Status502BadGateway, 502, $"The function's integrated response is not valid: {problem}");

    private static async Task SendAsync(HttpContext context, string? contentType, AnswerBody body)
    {
        try
        {
            if (contentType is not null) context.Response.ContentType = contentType;
            context.Response.ContentLength = body.Bytes.Length;
            await context.Response.BodyWriter.WriteAsync(body.Bytes, context.RequestAborted);
        }
        finally
        {
            body.Return();
        }
    }
}
