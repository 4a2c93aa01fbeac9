using System.Text;
using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>
/// Turns an event function's return value into an HTTP answer. An object with <c>statusCode</c> is applied; any other JSON is the body of a 200; a string
/// is the body itself, and so is the text of a custom runtime that is not JSON.
/// </summary>
internal static class EventAnswer
{
    public static async Task WriteAsync(HttpContext context, Guid requestId, ReadOnlyMemory<byte> result, bool integrated)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(result);
        }
        catch (JsonException)
        {
            await SendAsync(context, "text/plain; charset=utf-8", result);
            return;
        }
        using (document)
        {
            var value = document.RootElement;
            if (integrated && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("statusCode", out _))
            {
                if (IntegratedResponse.Read(value, out var problem) is { } response) await response.SendAsync(context);
                else await ErrorAnswer.WriteAsync(context, requestId, StatusCodes.Status502BadGateway, 502, $"The function's integrated response is not valid: {problem}");
            }
            else if (integrated && value.ValueKind == JsonValueKind.String)
                await SendAsync(context, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(value.GetString()!));
            else await SendAsync(context, "application/json", result);
        }
    }

    private static async Task SendAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
