using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Versions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Actions;

public sealed class DeleteFunctionVersionAction(IVersionService versions) : ScfAction<FunctionRequest>
{
    protected override async Task<ScfResponse> RunAsync(FunctionRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Qualifier)) throw new ScfException(ScfErrorCode.MissingParameter, "Qualifier is required.");
        await versions.DeleteAsync(request.NamespaceOrDefault(), request.Function(), request.Qualifier, cancellationToken);
        return new();
    }
}
