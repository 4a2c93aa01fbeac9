using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using ScfAspire.V1;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class FunctionsDouble(PlatformState state) : FunctionService.FunctionServiceBase
{
    public override Task<Function> CreateFunction(CreateFunctionRequest request, ServerCallContext context)
    {
        if (!state.Namespaces.ContainsKey(request.Parent)) throw PlatformFault.Of(Google.Rpc.Code.NotFound, "ResourceNotFound.Namespace", "no such namespace");
        var function = request.Function.Clone();
        function.Name = $"{request.Parent}/functions/{request.FunctionId}";
        function.InstanceConcurrency = Math.Max(1, function.InstanceConcurrency);
        Store(function);
        function.State = FunctionState.Creating;
        return Task.FromResult(function);
    }

    public override Task<Function> GetFunction(GetFunctionRequest request, ServerCallContext context) => Task.FromResult(Find(request.Name));

    public override Task<Function> WaitFunction(WaitFunctionRequest request, ServerCallContext context) => Task.FromResult(Find(request.Name));

    public override Task<ListFunctionsResponse> ListFunctions(ListFunctionsRequest request, ServerCallContext context)
    {
        var all = state.Functions.Values.Where(f => f.Name.StartsWith(request.Parent + "/", StringComparison.Ordinal)).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var offset = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken);
        // Pages of two, whatever was asked for, so that paging is exercised.
        var page = all.Skip(offset).Take(2).ToList();
        return Task.FromResult(new ListFunctionsResponse { Functions = { page }, NextPageToken = offset + page.Count < all.Count ? (offset + page.Count).ToString() : "" });
    }

    public override Task<Function> UpdateFunction(UpdateFunctionRequest request, ServerCallContext context)
    {
        var function = Find(request.Function.Name).Clone();
        // The library merges no maps.
        var mask = new FieldMask { Paths = { request.UpdateMask.Paths.Where(p => p != "environment") } };
        mask.Merge(request.Function, function, new() { ReplaceMessageFields = true, ReplaceRepeatedFields = true });
        if (request.UpdateMask.Paths.Contains("environment"))
        {
            function.Environment.Clear();
            function.Environment.Add(request.Function.Environment);
        }
        state.Updates.Enqueue(string.Join(",", request.UpdateMask.Paths));
        return Task.FromResult(Store(function));
    }

    public override Task<Empty> DeleteFunction(DeleteFunctionRequest request, ServerCallContext context)
    {
        Find(request.Name);
        state.Functions.TryRemove(request.Name, out _);
        return Task.FromResult(new Empty());
    }

    private Function Find(string name) => state.Functions.TryGetValue(name, out var found)
        ? found
        : throw PlatformFault.Of(Google.Rpc.Code.NotFound, "ResourceNotFound.Function", $"Function {name} is not found.");

    private Function Store(Function function)
    {
        if (function.Code?.ZipFile is { } zip)
        {
            state.Packages[function.Name] = zip.ToByteArray();
            function.CodeInfo = new() { Sha256 = Convert.ToHexStringLower(SHA256.HashData(zip.Span)), SizeBytes = zip.Length };
            function.Code = null;
        }
        function.State = FunctionState.Active;
        state.Functions[function.Name] = function.Clone();
        state.Written.Writer.TryWrite(function);
        return function;
    }
}
