using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Versions;

namespace ScfAspire.Api.Scf.Actions;

public sealed class PublishVersionAction(IVersionService versions) : ScfAction<PublishVersionAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var version = await versions.PublishAsync(request.NamespaceOrDefault(), request.Function(), request.Description, cancellationToken);
        return new Response
        {
            FunctionVersion = version.Version,
            CodeSize = version.CodeSize,
            MemorySize = version.Configuration.MemorySize,
            Description = version.Configuration.Description,
            Handler = version.Configuration.Handler,
            Timeout = version.Configuration.Timeout,
            Runtime = version.Runtime,
            Namespace = version.Namespace,
        };
    }

    public sealed class Request : FunctionRequest
    {
        public string? Description { get; init; }
    }

    public sealed class Response : ScfResponse
    {
        public required string FunctionVersion { get; init; }

        public required long CodeSize { get; init; }

        public required int MemorySize { get; init; }

        public required string Description { get; init; }

        public required string Handler { get; init; }

        public required int Timeout { get; init; }

        public required string Runtime { get; init; }

        public required string Namespace { get; init; }
    }
}
