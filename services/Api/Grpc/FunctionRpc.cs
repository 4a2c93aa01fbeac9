using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Api.Functions;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Functions;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.FunctionService</c>.</summary>
public sealed class FunctionRpc(IFunctionService functions, IFunctionSettlement settlement, IIsolationReport isolation, TimeProvider time) : FunctionService.FunctionServiceBase
{
    private const int PageSize = 100;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(300);
    private static readonly Dictionary<string, string> Orders = new() { ["name"] = "FunctionName", ["create_time"] = "AddTime", ["update_time"] = "ModTime" };

    public override async Task<Function> CreateFunction(CreateFunctionRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Namespace(request.Parent, "parent");
        var function = request.Function ?? throw ErrorStatus.Invalid("function", "is missing.");
        var name = parent.Namespace;
        var async = function.AsyncConfig is null ? null : FunctionRequests.Async(function.AsyncConfig);
        var made = await functions.CreateAsync(
            new()
            {
                Namespace = name,
                FunctionName = request.FunctionId,
                Kind = function.Type == FunctionType.Http ? FunctionKind.Http : FunctionKind.Event,
                Runtime = function.Runtime,
                Code = FunctionRequests.Code(function),
                Settings = FunctionRequests.Settings(function),
            },
            context.CancellationToken);
        if (async is null || async == made.AsyncInvoke) return FunctionMessages.Of(made);
        await functions.UpdateAsyncInvokeAsync(name, request.FunctionId, async, context.CancellationToken);
        return FunctionMessages.Of(made with { AsyncInvoke = async });
    }

    public override async Task<Function> GetFunction(GetFunctionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        var function = FunctionMessages.Of(await functions.GetAsync(name.Namespace, name.Function, null, context.CancellationToken));
        function.Isolation = await isolation.CurrentAsync(context.CancellationToken);
        return function;
    }

    public override async Task<ListFunctionsResponse> ListFunctions(ListFunctionsRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Namespace(request.Parent, "parent");
        var listing = $"functions\n{request.Parent}\n{request.Filter}\n{request.OrderBy}";
        var part = RequestPage.Read(request.PageSize, request.PageToken, PageSize, listing);
        var order = RequestOrder.Read(request.OrderBy, new("ModTime", Ascending: false), Orders);
        var page = await functions.ListAsync(
            new() { Namespace = parent.Namespace, SearchKey = request.Filter, OrderBy = order.Field, Ascending = order.Ascending, Offset = part.Offset, Limit = part.Limit },
            context.CancellationToken);
        return new()
        {
            Functions = { page.Items.Select(FunctionMessages.Of) },
            NextPageToken = part.Next(page.Items.Count, page.TotalCount, listing),
            TotalSize = (int)page.TotalCount,
        };
    }

    public override async Task<Function> UpdateFunction(UpdateFunctionRequest request, ServerCallContext context)
    {
        var function = request.Function ?? throw ErrorStatus.Invalid("function", "is missing.");
        var name = RequestNames.Function(function.Name, "function.name");
        var mask = RequestMask.Read(request.UpdateMask, function, FunctionRequests.Mutable);
        return FunctionMessages.Of(await new FunctionUpdate(functions, name).ApplyAsync(function, mask, context.CancellationToken));
    }

    public override async Task<Empty> DeleteFunction(DeleteFunctionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        await functions.DeleteAsync(name.Namespace, name.Function, context.CancellationToken);
        return new();
    }

    public override async Task<Function> AdoptFunction(AdoptFunctionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        return FunctionMessages.Of(await functions.AdoptAsync(name.Namespace, name.Function, context.CancellationToken));
    }

    public override async Task<Function> WaitFunction(WaitFunctionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        var patience = request.Timeout?.ToTimeSpan() ?? DefaultWait;
        if (patience < TimeSpan.Zero || patience > LongestWait) throw ErrorStatus.Invalid("timeout", $"must be 0 to {LongestWait.TotalSeconds:0} s.");
        using var ended = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, ended.Token);
        var found = await GetAsync(name, context.CancellationToken);
        try
        {
            while (FunctionMessages.IsPassing(found.Status))
            {
                await settlement.SettledAsync(found.Revision, either.Token);
                found = await GetAsync(name, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            // The caller asked for an answer by then, whatever the state.
        }
        return FunctionMessages.Of(found);
    }

    private Task<FunctionDetails> GetAsync(FunctionName name, CancellationToken cancellationToken) =>
        functions.GetAsync(name.Namespace, name.Function, null, cancellationToken);
}
