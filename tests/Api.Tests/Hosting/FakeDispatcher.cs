using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Api.Tests.Hosting;

/// <summary>Answers every invocation as the test says.</summary>
internal sealed class FakeDispatcher : IDispatcher
{
    public EventInvocation? Last { get; private set; }

    public Func<EventInvocation, InvocationResult> Answer { get; set; } = invocation => new() { RequestId = invocation.RequestId, StatusCode = 200, Body = invocation.Event };

    public Task<InvocationResult> InvokeAsync(EventInvocation invocation, CancellationToken cancellationToken)
    {
        Last = invocation;
        return Task.FromResult(Answer(invocation));
    }

    public Task<InvocationResult> InvokeHttpAsync(HttpInvocation invocation, IHttpResponseSink response, CancellationToken cancellationToken) => throw new NotSupportedException();
}
