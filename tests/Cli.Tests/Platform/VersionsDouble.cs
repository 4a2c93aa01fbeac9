using Grpc.Core;
using ScfAspire.V1;
using Version = ScfAspire.V1.Version;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class VersionsDouble : VersionService.VersionServiceBase
{
    public override Task<Version> PublishVersion(PublishVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new Version { Name = $"{request.Name}/versions/7", Description = request.Description, State = FunctionState.Active });

    public override Task<ListVersionsResponse> ListVersions(ListVersionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListVersionsResponse { Versions = { new Version { Name = $"{request.Parent}/versions/$LATEST", State = FunctionState.Active } } });
}
