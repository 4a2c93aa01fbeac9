using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Invocations;

internal sealed class EventExchange(EventInvocation invocation) : IExchange
{
    public InvokeMode Mode => InvokeMode.Event;

    public bool CanSend => true;

    public ReadOnlyMemory<byte> Body => invocation.Event;

    public InvokeFrame Complete(InvokeFrame head) => head with { BodyLength = invocation.Event.Length };

    public Task RunAsync(LinkCall call, CancellationToken cancellationToken) => Task.CompletedTask;

    public ReadOnlyMemory<byte> ResultOf(LinkCall call) => call.Result;
}
