using Microsoft.AspNetCore.Http;

namespace ScfAspire.KubernetesDouble.Faults;

/// <summary>Something that goes wrong with certain requests.</summary>
/// <param name="Matches">Which.</param>
/// <param name="Times">How often; the requests after that are served.</param>
/// <param name="Strike">What happens instead of an answer; returns whether the request is served nevertheless, e.g. after a wait.</param>
public sealed record Fault(Func<HttpRequest, bool> Matches, int Times, Func<HttpContext, Task<bool>> Strike)
{
    /// <summary>Requests are answered with an error.</summary>
    /// <param name="matches">Which.</param>
    /// <param name="code">HTTP status, e.g. 503.</param>
    /// <param name="times">How often.</param>
    public static Fault Status(Func<HttpRequest, bool> matches, int code, int times = int.MaxValue) => new(matches, times, async context =>
    {
        if (code == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "1";
        var reason = code switch { 429 => "TooManyRequests", 503 => "ServiceUnavailable", 500 => "InternalError", _ => "Unknown" };
        await Requests.JsonAnswer.SendAsync(context, code, new Requests.ApiException(code, reason, $"fault on demand: {reason}").Body());
        return false;
    });

    /// <summary>Connections of requests break without an answer.</summary>
    public static Fault Broken(Func<HttpRequest, bool> matches, int times = int.MaxValue) => new(matches, times, context =>
    {
        context.Abort();
        return Task.FromResult(false);
    });

    /// <summary>Requests wait before they are served.</summary>
    /// <param name="matches">Which.</param>
    /// <param name="until">What they wait for.</param>
    /// <param name="times">How often.</param>
    public static Fault Delayed(Func<HttpRequest, bool> matches, Task until, int times = int.MaxValue) => new(matches, times, async context =>
    {
        await until.WaitAsync(context.RequestAborted);
        return true;
    });
}
