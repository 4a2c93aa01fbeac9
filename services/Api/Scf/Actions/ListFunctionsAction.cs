using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Actions;

public sealed class ListFunctionsAction(IFunctionService functions, ScfTime time) : ScfAction<ListFunctionsAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var page = await functions.ListAsync(
            new()
            {
                Namespace = request.NamespaceOrDefault(),
                SearchKey = request.SearchKey ?? "",
                Description = request.Description ?? "",
                OrderBy = request.Orderby ?? "",
                Ascending = Ordering.IsAscending(request.Order, otherwise: false),
                Offset = request.Offset ?? 0,
                Limit = request.Limit ?? ScfLimits.PageSizeDefault,
                Filters = FilterModel.Read(request.Filters),
            },
            cancellationToken);
        return new Response { Functions = [.. page.Items.Select(Item)], TotalCount = page.TotalCount };
    }

    private FunctionModel Item(FunctionSummary function) => new()
    {
        FunctionName = function.FunctionName,
        FunctionId = function.FunctionId,
        Namespace = function.Namespace,
        Runtime = function.Runtime,
        Type = function.Kind.Text(),
        Status = function.Status.ToString(),
        StatusDesc = function.StatusReasons is [var reason, ..] ? reason.ErrorMessage : "",
        StatusReasons = function.StatusReasons,
        Description = function.Configuration.Description,
        Tags = [.. function.Configuration.Tags.Select(t => new VariableModel(t.Key, t.Value))],
        AddTime = time.Text(function.AddTime),
        ModTime = time.Text(function.ModTime),
    };

    public sealed class Request : FunctionRequest
    {
        public string? Order { get; init; }

        public string? Orderby { get; init; }

        public int? Offset { get; init; }

        public int? Limit { get; init; }

        public string? SearchKey { get; init; }

        public string? Description { get; init; }

        public IReadOnlyList<FilterModel>? Filters { get; init; }
    }

    public sealed class Response : ScfResponse
    {
        public required IReadOnlyList<FunctionModel> Functions { get; init; }

        public required long TotalCount { get; init; }
    }
}
