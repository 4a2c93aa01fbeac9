using ScfAspire.Api.Aliases;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

public sealed class GetAliasAction(IAliasService aliases, ScfTime time) : ScfAction<AliasRequest>
{
    protected override async Task<ScfResponse> RunAsync(AliasRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        var alias = AliasModel.Of(await aliases.GetAsync(request.NamespaceOrDefault(), request.Function(), request.Name ?? "", cancellationToken), time);
        return new Response
        {
            FunctionVersion = alias.FunctionVersion,
            Name = alias.Name,
            RoutingConfig = alias.RoutingConfig,
            Description = alias.Description,
            AddTime = alias.AddTime,
            ModTime = alias.ModTime,
        };
    }

    public sealed class Response : ScfResponse
    {
        public required string FunctionVersion { get; init; }

        public required string Name { get; init; }

        public required RoutingConfigModel RoutingConfig { get; init; }

        public required string Description { get; init; }

        public required string AddTime { get; init; }

        public required string ModTime { get; init; }
    }
}
