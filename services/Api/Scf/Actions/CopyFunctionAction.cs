using ScfAspire.Api.Functions;
using ScfAspire.Api.Installation;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>Touches two functions: the caller must be allowed to read the one and to make, with Override to delete, the other.</summary>
public sealed class CopyFunctionAction(IFunctionCopier copier, InstallationOptions installation) : IScfAction
{
    public string Name => "CopyFunction";

    public long BodyMax => BodyLimits.Settings;

    public async Task<ScfResponse> RunAsync(ScfCall call, ActionAdmission admission, CancellationToken cancellationToken)
    {
        var request = call.Read<Request>();
        var target = string.IsNullOrEmpty(request.TargetNamespace) ? NameRules.DefaultNamespace : request.TargetNamespace;
        await admission.RequireAsync(call.Caller, Name, target, cancellationToken);
        await admission.RequireAsync(call.Caller, "GetFunction", request.NamespaceOrDefault(), cancellationToken);
        if (request.Override == true) await admission.RequireAsync(call.Caller, "DeleteFunction", target, cancellationToken);
        if (!string.IsNullOrEmpty(request.TargetRegion) && request.TargetRegion != installation.Region)
            throw new ScfException(ScfErrorCode.UnsupportedRegion, $"TargetRegion '{request.TargetRegion}' is not offered; this installation is {installation.Region}.");
        await copier.CopyAsync(
            new()
            {
                Namespace = request.NamespaceOrDefault(),
                FunctionName = request.Function(),
                TargetNamespace = target,
                NewFunctionName = request.NewFunctionName ?? "",
                Description = request.Description,
                Override = request.Override ?? false,
                WithConfiguration = request.CopyConfiguration ?? true,
            },
            cancellationToken);
        return new();
    }

    public sealed class Request : FunctionRequest
    {
        public string? NewFunctionName { get; init; }

        public string? TargetNamespace { get; init; }

        public string? TargetRegion { get; init; }

        public string? Description { get; init; }

        public bool? Override { get; init; }

        public bool? CopyConfiguration { get; init; }
    }
}
