using ScfAspire.Api.Installation;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Triggers;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class ListTriggersAction(ITriggerService triggers, ScfTime time, InstallationOptions installation) : ScfAction<ListTriggersAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var page = await triggers.ListAsync(
            new()
            {
                Namespace = request.NamespaceOrDefault(),
                FunctionName = request.Function(),
                Offset = request.Offset ?? 0,
                Limit = request.Limit ?? ScfLimits.PageSizeDefault,
                OrderBy = request.OrderBy ?? "",
                Ascending = Ordering.IsAscending(request.Order, otherwise: false),
                Filters = FilterModel.Read(request.Filters),
            },
            cancellationToken);
        return new Response
        {
            Triggers = [.. page.Items.Select(t => TriggerModel.Of(t, time, installation.Region, installation.Uin))],
            TotalCount = page.TotalCount,
        };
    }

    public sealed class Request : FunctionRequest
    {
        public int? Offset { get; init; }

        public int? Limit { get; init; }

        public string? OrderBy { get; init; }

        public string? Order { get; init; }

        public IReadOnlyList<FilterModel>? Filters { get; init; }
    }

    public sealed class Response : ScfResponse
    {
        public required IReadOnlyList<TriggerModel> Triggers { get; init; }

        public required long TotalCount { get; init; }
    }
}
