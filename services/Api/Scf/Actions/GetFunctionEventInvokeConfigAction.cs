using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

public sealed class GetFunctionEventInvokeConfigAction(IFunctionService functions) : ScfAction<FunctionRequest>
{
    protected override async Task<ScfResponse> RunAsync(FunctionRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        var function = await functions.GetAsync(request.NamespaceOrDefault(), request.Function(), request.Qualifier, cancellationToken);
        return new Response { AsyncTriggerConfig = new([new(function.AsyncInvoke.RetryNum)], function.AsyncInvoke.MessageTtl) };
    }

    public sealed class Response : ScfResponse
    {
        public required AsyncTriggerConfigModel AsyncTriggerConfig { get; init; }
    }
}
