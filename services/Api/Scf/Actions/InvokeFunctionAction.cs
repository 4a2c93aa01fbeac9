using ScfAspire.Api.Invocations;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Scf.Actions;

public sealed class InvokeFunctionAction(IInvocationService invocations) : ScfAction<InvokeFunctionAction.Request>
{
    public override long BodyMax => BodyLimits.Event;

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var result = await invocations.InvokeAsync(
            new()
            {
                RequestId = call.RequestId,
                Namespace = request.NamespaceOrDefault(),
                FunctionName = request.Function(),
                Qualifier = request.QualifierOr(NameRules.DefaultAlias),
                Event = request.Event?.Bytes ?? default,
                RoutingKey = request.RoutingKey,
                WantLogTail = InvokeResultModel.WantsLog(request.LogType),
            },
            cancellationToken);
        return new InvokeResponse { Result = InvokeResultModel.Of(result) };
    }

    public sealed class Request : FunctionRequest
    {
        public Utf8Field? Event { get; init; }

        public string? LogType { get; init; }

        public string? RoutingKey { get; init; }
    }
}
