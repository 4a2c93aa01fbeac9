using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Scf.Actions;

public sealed class CreateFunctionAction(IFunctionService functions) : ScfAction<CreateFunctionAction.Request>
{
    public override long BodyMax => BodyLimits.Code;

    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        await functions.CreateAsync(
            new()
            {
                Namespace = request.NamespaceOrDefault(),
                FunctionName = request.Function(),
                Kind = FunctionKinds.Parse(request.Type),
                Runtime = request.Runtime,
                Code = request.Code?.ToSource(),
                Settings = request.ToSettings(request.Handler),
                AsyncRun = SettingsRequest.IsTrue(request.AsyncRunEnable, "AsyncRunEnable"),
                Trace = SettingsRequest.IsTrue(request.TraceEnable, "TraceEnable"),
                ProtocolType = request.ProtocolType?.ToUpperInvariant() ?? "",
            },
            cancellationToken);
        return new();
    }

    public sealed class Request : SettingsRequest
    {
        public CodeModel? Code { get; init; }

        public string? Handler { get; init; }

        public string? Runtime { get; init; }

        public string? Type { get; init; }

        public string? AsyncRunEnable { get; init; }

        public string? TraceEnable { get; init; }

        public string? ProtocolType { get; init; }
    }
}
