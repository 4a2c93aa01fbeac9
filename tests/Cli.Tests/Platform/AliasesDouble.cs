using Grpc.Core;
using ScfAspire.V1;
using Code = Google.Rpc.Code;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class AliasesDouble(PlatformState state) : AliasService.AliasServiceBase
{
    public override Task<Alias> CreateAlias(CreateAliasRequest request, ServerCallContext context)
    {
        var alias = request.Alias.Clone();
        alias.Name = $"{request.Parent}/aliases/{request.AliasId}";
        return Task.FromResult(state.Aliases[alias.Name] = alias);
    }

    public override Task<Alias> UpdateAlias(UpdateAliasRequest request, ServerCallContext context)
    {
        if (!state.Aliases.TryGetValue(request.Alias.Name, out var alias)) throw PlatformFault.Of(Code.NotFound, "ResourceNotFound.Alias", "no such alias");
        request.UpdateMask.Merge(request.Alias, alias, new() { ReplaceMessageFields = true });
        return Task.FromResult(alias);
    }

    public override Task<ListAliasesResponse> ListAliases(ListAliasesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListAliasesResponse { Aliases = { state.Aliases.Values } });
}
