using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Versions;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class ListVersionByFunctionAction(IVersionService versions, ScfTime time) : ScfAction<ListVersionByFunctionAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var page = await versions.ListAsync(
            new()
            {
                Namespace = request.NamespaceOrDefault(),
                FunctionName = request.Function(),
                Offset = request.Offset ?? 0,
                Limit = request.Limit ?? ScfLimits.PageSizeDefault,
                OrderBy = request.OrderBy ?? "",
                Ascending = Ordering.IsAscending(request.Order, otherwise: false),
            },
            cancellationToken);
        return new Response
        {
            FunctionVersion = [.. page.Items.Select(v => v.Version)],
            Versions = [.. page.Items.Select(v => new Item(v.Version, v.Description, time.Text(v.AddTime), time.Text(v.ModTime), v.Status.ToString()))],
            TotalCount = page.TotalCount,
        };
    }

    public sealed class Request : FunctionRequest
    {
        public int? Offset { get; init; }

        public int? Limit { get; init; }

        public string? Order { get; init; }

        public string? OrderBy { get; init; }
    }

    public sealed record Item(string Version, string Description, string AddTime, string ModTime, string Status);

    public sealed class Response : ScfResponse
    {
        public required IReadOnlyList<string> FunctionVersion { get; init; }

        public required IReadOnlyList<Item> Versions { get; init; }

        public required long TotalCount { get; init; }
    }
}
