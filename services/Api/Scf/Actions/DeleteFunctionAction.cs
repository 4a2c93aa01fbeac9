using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Versions;

namespace ScfAspire.Api.Scf.Actions;

public sealed class DeleteFunctionAction(IFunctionService functions, IVersionService versions) : ScfAction<FunctionRequest>
{
    protected override async Task<ScfResponse> RunAsync(FunctionRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Qualifier)) await functions.DeleteAsync(request.NamespaceOrDefault(), request.Function(), cancellationToken);
        else await versions.DeleteAsync(request.NamespaceOrDefault(), request.Function(), request.Qualifier, cancellationToken);
        return new();
    }
}
