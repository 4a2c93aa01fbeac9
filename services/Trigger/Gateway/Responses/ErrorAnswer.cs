using System.Buffers;
using System.Text.Json;
using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>
/// Answers a request that the function did not answer, with the error object of the SCF interface. The HTTP status is the status code of the
/// interface as it is (430, 433, 439 ...), even where HTTP does not define it; 406 (request too large) becomes 413, and a code outside 400-599 becomes 500.
/// </summary>
internal static class ErrorAnswer
{
    public static int HttpStatusOf(int statusCode) => statusCode switch
    {
        406 => StatusCodes.Status413PayloadTooLarge,
        >= 400 and <= 599 => statusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>A failed invocation: the function's own error object where it made one.</summary>
    public static Task WriteAsync(HttpContext context, InvocationResult result) =>
        result.Body.Length > 0 && result.Body.Span[0] == (byte)'{'
            ? SendAsync(context, HttpStatusOf(result.StatusCode), result.Body)
            : WriteAsync(context, result.RequestId, HttpStatusOf(result.StatusCode), result.StatusCode, result.ErrorMessage);

    public static Task WriteAsync(HttpContext context, Guid requestId, int httpStatus, int statusCode, string message)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("errorCode", -1);
            json.WriteString("errorMessage", message);
            json.WriteString("requestId", requestId);
            json.WriteString("stackTrace", "");
            json.WriteNumber("statusCode", statusCode);
            json.WriteEndObject();
        }
        return SendAsync(context, httpStatus, buffer.WrittenMemory);
    }

    private static async Task SendAsync(HttpContext context, int httpStatus, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
