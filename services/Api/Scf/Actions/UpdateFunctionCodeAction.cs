using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Versions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class UpdateFunctionCodeAction(IFunctionService functions, IVersionService versions) : ScfAction<UpdateFunctionCodeAction.Request>
{
    public override long BodyMax => BodyLimits.Code;

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        if (SettingsRequest.IsTrue(request.InstallDependency, "InstallDependency"))
            throw new ScfException(ScfErrorCode.UnsupportedOperation, "InstallDependency is not offered by this installation; put the dependencies into the zip.");
        var topLevel = new CodeModel { ZipFile = request.ZipFile, CosBucketName = request.CosBucketName, CosObjectName = request.CosObjectName }.ToSource();
        await functions.UpdateCodeAsync(
            new()
            {
                Namespace = request.NamespaceOrDefault(),
                FunctionName = request.Function(),
                Code = request.Code?.ToSource() ?? topLevel,
                Handler = string.IsNullOrEmpty(request.Handler) ? null : request.Handler,
                MaxZipBytes = topLevel is null ? ScfLimits.ZipBytes : ScfLimits.UpdateZipBytes,
            },
            cancellationToken);
        await PublishAfterUpdate.IfAskedAsync(request.Publish, request, functions, versions, cancellationToken);
        return new();
    }

    public sealed class Request : FunctionRequest
    {
        public CodeModel? Code { get; init; }

        public Base64Field? ZipFile { get; init; }

        public string? CosBucketName { get; init; }

        public string? CosObjectName { get; init; }

        public string? Handler { get; init; }

        public string? InstallDependency { get; init; }

        public string? Publish { get; init; }
    }
}
