using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Actions;

public sealed class UpdateNamespaceAction(INamespaceService namespaces) : ScfAction<UpdateNamespaceAction.Request>
{
    protected override string NamespaceOf(Request request) => request.Namespace ?? "";

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        if (request.Description is null) throw new ScfException(ScfErrorCode.MissingParameter, "Description is required.");
        await namespaces.UpdateAsync(request.Namespace ?? "", request.Description, cancellationToken);
        return new();
    }

    public sealed record Request(string? Namespace, string? Description);
}
