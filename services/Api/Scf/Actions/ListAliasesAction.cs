using ScfAspire.Api.Aliases;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class ListAliasesAction(IAliasService aliases, ScfTime time) : ScfAction<ListAliasesAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var page = await aliases.ListAsync(
            request.NamespaceOrDefault(), request.Function(), request.FunctionVersion, request.Offset ?? 0, request.Limit ?? ScfLimits.PageSizeDefault, cancellationToken);
        return new Response { Aliases = [.. page.Items.Select(a => AliasModel.Of(a, time))], TotalCount = page.TotalCount };
    }

    public sealed class Request : FunctionRequest
    {
        public string? FunctionVersion { get; init; }

        /// <summary>Sent as text, unlike in the other listings; numbers are read from text anyway.</summary>
        public int? Offset { get; init; }

        /// <summary>See <see cref="Offset"/>.</summary>
        public int? Limit { get; init; }
    }

    public sealed class Response : ScfResponse
    {
        public required IReadOnlyList<AliasModel> Aliases { get; init; }

        public required long TotalCount { get; init; }
    }
}
