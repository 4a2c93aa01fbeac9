using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Versions;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.V1;
using Version = ScfAspire.V1.Version;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.VersionService</c>.</summary>
public sealed class VersionRpc(IVersionService versions, IFunctionService functions) : VersionService.VersionServiceBase
{
    private const int PageSize = 100;

    public override async Task<Version> PublishVersion(PublishVersionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Function(request.Name, "name");
        return Message(name, await versions.PublishAsync(name.Namespace, name.Function, request.Description, context.CancellationToken));
    }

    public override async Task<Version> GetVersion(GetVersionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Child(request.Name, FunctionChildName.Versions, "name");
        var found = await functions.GetAsync(name.Function.Namespace, name.Function.Function, name.Id, context.CancellationToken);
        // The control plane would follow an alias, too.
        return found.Version == name.Id
            ? Message(name.Function, found)
            : throw new ScfException(ScfErrorCode.ResourceNotFoundFunctionVersion, $"{name.Function} has no version {name.Id}.");
    }

    public override async Task<ListVersionsResponse> ListVersions(ListVersionsRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        var listing = $"versions\n{request.Parent}";
        var part = RequestPage.Read(request.PageSize, request.PageToken, PageSize, listing);
        var page = await versions.ListAsync(
            new() { Namespace = parent.Namespace, FunctionName = parent.Function, Offset = part.Offset, Limit = part.Limit }, context.CancellationToken);
        return new()
        {
            Versions = { page.Items.Select(v => Message(parent, v)) },
            NextPageToken = part.Next(page.Items.Count, page.TotalCount, listing),
            TotalSize = (int)page.TotalCount,
        };
    }

    public override async Task<Empty> DeleteVersion(DeleteVersionRequest request, ServerCallContext context)
    {
        var name = RequestNames.Child(request.Name, FunctionChildName.Versions, "name");
        await versions.DeleteAsync(name.Function.Namespace, name.Function.Function, name.Id, context.CancellationToken);
        return new();
    }

    private static Version Message(FunctionName parent, VersionSummary version) => new()
    {
        Name = parent.Child(FunctionChildName.Versions, version.Version).ToString(),
        Description = version.Description,
        State = FunctionMessages.StateOf(version.Status),
        CreateTime = Timestamp.FromDateTimeOffset(version.AddTime),
        UpdateTime = Timestamp.FromDateTimeOffset(version.ModTime),
    };

    private static Version Message(FunctionName parent, FunctionDetails details) => new()
    {
        Name = parent.Child(FunctionChildName.Versions, details.Version).ToString(),
        Description = details.Configuration.Description,
        State = FunctionMessages.StateOf(details.Status),
        Function = FunctionMessages.Of(details),
        CreateTime = Timestamp.FromDateTimeOffset(details.AddTime),
        UpdateTime = Timestamp.FromDateTimeOffset(details.ModTime),
    };
}
