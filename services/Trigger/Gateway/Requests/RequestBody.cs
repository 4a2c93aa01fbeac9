using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace ScfAspire.Trigger.Gateway.Requests;

/// <summary>Reads a request's body whole.</summary>
internal static class RequestBody
{
    public static bool CanHaveBody(HttpContext context) =>
        context.Request.ContentLength is > 0
        || (context.Request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            && context.Request.Headers.TransferEncoding.Count > 0);

    /// <summary>Null when the body has more than <paramref name="limit"/> bytes.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, long limit)
    {
        if (!CanHaveBody(context)) return ReadOnlyMemory<byte>.Empty;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > limit) return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
