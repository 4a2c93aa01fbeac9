using System.Text.Json.Serialization;
using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class ListNamespacesAction(INamespaceService namespaces, ScfTime time) : ScfAction<ListNamespacesAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var page = await namespaces.ListAsync(
            new()
            {
                NamePart = Searched(request, "Namespace"),
                DescriptionPart = Searched(request, "Description"),
                OrderBy = request.Orderby ?? "",
                Ascending = Ordering.IsAscending(request.Order, otherwise: true),
                Offset = request.Offset ?? 0,
                Limit = request.Limit ?? ScfLimits.PageSizeDefault,
            },
            cancellationToken);
        return new Response
        {
            Namespaces = [.. page.Items.Select(n => new Item(n.Name, n.Description, "default", time.Text(n.AddTime), time.Text(n.ModTime), ResourceEnvModel.Of(n.Resources)))],
            TotalCount = page.TotalCount,
        };
    }

    private static string Searched(Request request, string key)
    {
        if (request.SearchKey?.FirstOrDefault(k => k.Key is not ("Namespace" or "Description")) is { } other)
            throw new ScfException(ScfErrorCode.InvalidSearchKey, $"SearchKey '{other.Key}' must be Namespace or Description.");
        return request.SearchKey?.FirstOrDefault(k => k.Key == key)?.Value ?? "";
    }

    public sealed record Request(int? Limit, int? Offset, string? Orderby, string? Order, IReadOnlyList<VariableModel>? SearchKey);

    /// <summary><c>ResourceEnv</c> is beyond the SCF interface, which shows a binding nowhere; tools leave alone what they do not know.</summary>
    public sealed record Item(
        string Name, string Description, string Type, string AddTime, string ModTime, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ResourceEnvModel? ResourceEnv);

    public sealed class Response : ScfResponse
    {
        public required IReadOnlyList<Item> Namespaces { get; init; }

        public required long TotalCount { get; init; }
    }
}
