using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.V1;
using Code = Google.Rpc.Code;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class NamespacesDouble(PlatformState state) : NamespaceService.NamespaceServiceBase
{
    public override Task<Namespace> CreateNamespace(CreateNamespaceRequest request, ServerCallContext context)
    {
        var made = new Namespace { Name = $"namespaces/{request.NamespaceId}", Description = request.Namespace.Description };
        return state.Namespaces.TryAdd(made.Name, made) ? Task.FromResult(made) : throw PlatformFault.Of(Code.AlreadyExists, "ResourceInUse.Namespace", "exists already");
    }

    public override Task<ListNamespacesResponse> ListNamespaces(ListNamespacesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListNamespacesResponse { Namespaces = { state.Namespaces.Values.OrderBy(n => n.Name, StringComparer.Ordinal) } });

    public override Task<Empty> DeleteNamespace(DeleteNamespaceRequest request, ServerCallContext context) => state.Namespaces.TryRemove(request.Name, out _)
        ? Task.FromResult(new Empty())
        : throw PlatformFault.Of(Code.NotFound, "ResourceNotFound.Namespace", "no such namespace");
}
