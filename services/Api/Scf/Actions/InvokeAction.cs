using ScfAspire.Api.Invocations;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Scf.Actions;

public sealed class InvokeAction(IInvocationService invocations) : ScfAction<InvokeAction.Request>
{
    public override long BodyMax => BodyLimits.Event;

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var invocation = new InvokeFunction
        {
            RequestId = call.RequestId,
            Namespace = request.NamespaceOrDefault(),
            FunctionName = request.Function(),
            Qualifier = request.QualifierOr(NameRules.Latest),
            Event = request.ClientContext?.Bytes ?? default,
            RoutingKey = request.RoutingKey,
            WantLogTail = InvokeResultModel.WantsLog(request.LogType),
        };
        if (string.IsNullOrEmpty(request.InvocationType) || request.InvocationType.Equals("RequestResponse", StringComparison.OrdinalIgnoreCase))
            return new InvokeResponse { Result = InvokeResultModel.Of(await invocations.InvokeAsync(invocation, cancellationToken)) };
        if (!request.InvocationType.Equals("Event", StringComparison.OrdinalIgnoreCase))
            throw new ScfException(ScfErrorCode.InvalidParam, $"InvocationType '{request.InvocationType}' must be RequestResponse or Event.");
        return new InvokeResponse { Result = InvokeResultModel.Accepted(await invocations.EnqueueAsync(invocation, cancellationToken)) };
    }

    public sealed class Request : FunctionRequest
    {
        public string? InvocationType { get; init; }

        public Utf8Field? ClientContext { get; init; }

        public string? LogType { get; init; }

        public string? RoutingKey { get; init; }
    }
}
