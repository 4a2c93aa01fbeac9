using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Api.Namespaces;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.NamespaceService</c>.</summary>
public sealed class NamespaceRpc(INamespaceService namespaces) : NamespaceService.NamespaceServiceBase
{
    private const int PageSize = 100;
    private static readonly string[] Mutable = ["description"];

    public override async Task<Namespace> CreateNamespace(CreateNamespaceRequest request, ServerCallContext context)
    {
        var made = await namespaces.CreateAsync(
            new()
            {
                Name = request.NamespaceId,
                Description = request.Namespace?.Description ?? "",
                Resources = NamespaceMessages.Resources(request.Namespace?.ResourceEnvironment),
            },
            context.CancellationToken);
        return NamespaceMessages.Message(made);
    }

    public override async Task<Namespace> GetNamespace(GetNamespaceRequest request, ServerCallContext context) =>
        NamespaceMessages.Message(await namespaces.GetAsync(RequestNames.Namespace(request.Name, "name").Namespace, context.CancellationToken));

    public override async Task<ListNamespacesResponse> ListNamespaces(ListNamespacesRequest request, ServerCallContext context)
    {
        const string Listing = "namespaces";
        var part = RequestPage.Read(request.PageSize, request.PageToken, PageSize, Listing);
        var page = await namespaces.ListAsync(new() { Offset = part.Offset, Limit = part.Limit }, context.CancellationToken);
        return new()
        {
            Namespaces = { page.Items.Select(NamespaceMessages.Message) },
            NextPageToken = part.Next(page.Items.Count, page.TotalCount, Listing),
            TotalSize = (int)page.TotalCount,
        };
    }

    public override async Task<Namespace> UpdateNamespace(UpdateNamespaceRequest request, ServerCallContext context)
    {
        if (request.Namespace is null) throw ErrorStatus.Invalid("namespace", "is missing.");
        var name = RequestNames.Namespace(request.Namespace.Name, "namespace.name").Namespace;
        var mask = RequestMask.Read(request.UpdateMask, request.Namespace, Mutable);
        return NamespaceMessages.Message(mask.Has("description")
            ? await namespaces.UpdateAsync(name, request.Namespace.Description, context.CancellationToken)
            : await namespaces.GetAsync(name, context.CancellationToken));
    }

    public override async Task<Empty> DeleteNamespace(DeleteNamespaceRequest request, ServerCallContext context)
    {
        await namespaces.DeleteAsync(RequestNames.Namespace(request.Name, "name").Namespace, context.CancellationToken);
        return new();
    }
}
