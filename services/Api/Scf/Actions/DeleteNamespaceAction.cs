using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

public sealed class DeleteNamespaceAction(INamespaceService namespaces) : ScfAction<DeleteNamespaceAction.Request>
{
    protected override string NamespaceOf(Request request) => request.Namespace ?? "";

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        await namespaces.DeleteAsync(request.Namespace ?? "", cancellationToken);
        return new();
    }

    public sealed record Request(string? Namespace);
}
