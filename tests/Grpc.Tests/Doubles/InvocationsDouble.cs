using System.Text;
using ScfAspire.Api.Invocations;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Invocations that echo: of events through the application service, of HTTP through Dispatch.</summary>
public sealed class InvocationsDouble : IInvocationService, IDispatcher, IRouteTable
{
    public List<InvokeFunction> Invoked { get; } = [];

    public Task<InvocationResult> InvokeAsync(InvokeFunction request, CancellationToken cancellationToken)
    {
        Invoked.Add(request);
        return Task.FromResult(new InvocationResult { RequestId = request.RequestId, StatusCode = 200, Body = request.Event, DurationMicroseconds = 1500, BilledMilliseconds = 2, Version = "$LATEST" });
    }

    public Task<Guid> EnqueueAsync(InvokeFunction request, CancellationToken cancellationToken)
    {
        Invoked.Add(request);
        return Task.FromResult(request.RequestId);
    }

    public Task<InvocationResult> InvokeAsync(EventInvocation invocation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<InvocationResult> InvokeHttpAsync(HttpInvocation invocation, IHttpResponseSink response, CancellationToken cancellationToken)
    {
        await response.OnHeadAsync(201, [new("x-method", invocation.Method), new("x-target", invocation.Target)], false, cancellationToken);
        await response.OnBodyAsync(Encoding.UTF8.GetBytes("one "), cancellationToken);
        await response.OnBodyAsync(Encoding.UTF8.GetBytes("two"), cancellationToken);
        return new() { RequestId = invocation.RequestId, StatusCode = 200 };
    }

    public ValueTask<FunctionRoute?> FindIgnoringCaseAsync(string @namespace, string function, CancellationToken cancellationToken) =>
        FindAsync(@namespace, function, cancellationToken);

    public ValueTask<FunctionRoute?> FindAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        FunctionRoute? route = function switch
        {
            "web" => Route(FunctionType.Http),
            "hello" => Route(FunctionType.Event),
            _ => null,
        };
        return ValueTask.FromResult(route);
    }

    private static FunctionRoute Route(FunctionType type) => new() { Versions = { new VersionRoute { Version = "$LATEST", Type = type } } };
}
