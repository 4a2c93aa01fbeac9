using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Operator.Tests.World;

/// <summary>Answers every invocation with its event.</summary>
public sealed class EchoDispatcher : IDispatcher
{
    public Task<InvocationResult> InvokeAsync(EventInvocation invocation, CancellationToken cancellationToken) =>
        Task.FromResult(new InvocationResult { RequestId = invocation.RequestId, StatusCode = 200, Body = invocation.Event });

    public Task<InvocationResult> InvokeHttpAsync(HttpInvocation invocation, IHttpResponseSink response, CancellationToken cancellationToken) => throw new NotSupportedException();
}
