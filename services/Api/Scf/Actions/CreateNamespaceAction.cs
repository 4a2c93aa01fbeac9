using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Actions;

public sealed class CreateNamespaceAction(INamespaceService namespaces) : ScfAction<CreateNamespaceAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        await namespaces.CreateAsync(
            new()
            {
                Name = request.Namespace ?? throw new ScfException(ScfErrorCode.MissingParameter, "Namespace is required."),
                Description = request.Description ?? "",
                Resources = request.ResourceEnv?.ToResources(),
            },
            cancellationToken);
        return new();
    }

    public sealed record Request(string? Namespace, string? Description, ResourceEnvModel? ResourceEnv);
}
