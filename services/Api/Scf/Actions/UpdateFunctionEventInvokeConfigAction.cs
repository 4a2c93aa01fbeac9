using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Actions;

public sealed class UpdateFunctionEventInvokeConfigAction(IFunctionService functions) : ScfAction<UpdateFunctionEventInvokeConfigAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        if (request.AsyncTriggerConfig is not { MsgTTL: { } ttl, RetryConfig: [{ RetryNum: { } retries }, ..] })
            throw new ScfException(ScfErrorCode.InvalidAsyncTriggerConfig, "AsyncTriggerConfig needs MsgTTL and RetryConfig with RetryNum.");
        await functions.UpdateAsyncInvokeAsync(request.NamespaceOrDefault(), request.Function(), new(retries, ttl), cancellationToken);
        return new();
    }

    public sealed class Request : FunctionRequest
    {
        public AsyncTriggerConfigModel? AsyncTriggerConfig { get; init; }
    }
}
