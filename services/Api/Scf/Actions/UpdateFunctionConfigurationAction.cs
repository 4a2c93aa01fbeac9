using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Versions;

namespace ScfAspire.Api.Scf.Actions;

public sealed class UpdateFunctionConfigurationAction(IFunctionService functions, IVersionService versions) : ScfAction<UpdateFunctionConfigurationAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        await functions.UpdateConfigurationAsync(
            new() { Namespace = request.NamespaceOrDefault(), FunctionName = request.Function(), Settings = request.ToSettings(handler: null) }, cancellationToken);
        await PublishAfterUpdate.IfAskedAsync(request.Publish, request, functions, versions, cancellationToken);
        return new();
    }

    public sealed class Request : SettingsRequest
    {
        public string? Publish { get; init; }
    }
}
