using ScfAspire.Api.Functions;
using ScfAspire.Api.Installation;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

public sealed class GetFunctionAction(IFunctionService functions, ScfTime time, InstallationOptions installation) : ScfAction<GetFunctionAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var function = await functions.GetAsync(request.NamespaceOrDefault(), request.Function(), request.Qualifier, cancellationToken);
        var code = SettingsRequest.IsTrue(request.ShowCode, "ShowCode") ? await functions.ReadEntryFileAsync(function, cancellationToken) : "";
        return GetFunctionResponse.Of(function, code, time, installation);
    }

    public sealed class Request : FunctionRequest
    {
        public string? ShowCode { get; init; }
    }
}
