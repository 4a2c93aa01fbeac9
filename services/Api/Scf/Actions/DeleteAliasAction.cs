using ScfAspire.Api.Aliases;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

public sealed class DeleteAliasAction(IAliasService aliases) : ScfAction<AliasRequest>
{
    protected override async Task<ScfResponse> RunAsync(AliasRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        await aliases.DeleteAsync(request.NamespaceOrDefault(), request.Function(), request.Name ?? "", cancellationToken);
        return new();
    }
}
