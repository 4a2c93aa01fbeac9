using System.Collections.Concurrent;
using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Trigger.Tests.Doubles;

/// <summary>A dispatcher that does what the test says, and remembers what it was asked.</summary>
public sealed class ScriptedDispatcher : IDispatcher
{
    public Func<EventInvocation, CancellationToken, Task<InvocationResult>> OnEvent { get; set; } = (invocation, _) => Task.FromResult(Ok(invocation, "\"ok\""));

    public Func<HttpInvocation, IHttpResponseSink, CancellationToken, Task<InvocationResult>> OnHttp { get; set; } =
        (invocation, _, _) => Task.FromResult(Failed(invocation, 500, "no script"));

    public ConcurrentQueue<EventInvocation> Events { get; } = new();

    public ConcurrentQueue<HttpInvocation> Requests { get; } = new();

    public static InvocationResult Ok(Invocation invocation, string body) =>
        new() { RequestId = invocation.RequestId, StatusCode = 200, Body = System.Text.Encoding.UTF8.GetBytes(body) };

    public static InvocationResult Failed(Invocation invocation, int statusCode, string message, string body = "") =>
        new() { RequestId = invocation.RequestId, StatusCode = statusCode, ErrorMessage = message, Body = System.Text.Encoding.UTF8.GetBytes(body) };

    public Task<InvocationResult> InvokeAsync(EventInvocation invocation, CancellationToken cancellationToken)
    {
        // The caller's buffer is the caller's again once the call has ended.
        Events.Enqueue(invocation with { Event = invocation.Event.ToArray() });
        return OnEvent(invocation, cancellationToken);
    }

    public Task<InvocationResult> InvokeHttpAsync(HttpInvocation invocation, IHttpResponseSink response, CancellationToken cancellationToken)
    {
        Requests.Enqueue(invocation);
        return OnHttp(invocation, response, cancellationToken);
    }
}
