using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Packages;
using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Control;

/// <summary>Function versions and code packages from the Api's catalogue.</summary>
internal sealed class CatalogSource(Catalog.CatalogClient catalog, TimeProvider time) : ISpecSource, IPackageSource
{
    private const int MaxRemembered = 1024;
    private static readonly TimeSpan SpecLimit = TimeSpan.FromSeconds(10);

    // A spec never changes, so that it can be kept for as long as there is room.
    private readonly ConcurrentDictionary<string, InstanceSpec> _specs = new();

    public async Task<FetchedSpec> GetAsync(string specId, CancellationToken cancellationToken)
    {
        if (_specs.TryGetValue(specId, out var known)) return new(known, default);
        try
        {
            var spec = await catalog.GetInstanceSpecAsync(
                new GetInstanceSpecRequest { SpecId = specId, CodeBytes = PackageLimits.SentAlongBytes }, deadline: time.GetUtcNow().UtcDateTime + SpecLimit, cancellationToken: cancellationToken);
            if (_specs.Count >= MaxRemembered) _specs.Clear();
            var code = spec.Code.Memory;
            spec.Code = ByteString.Empty;
            _specs[specId] = spec;
            return new(spec, code);
        }
        catch (RpcException e)
        {
            throw Failure(e, $"function version {specId}", cancellationToken);
        }
    }

    public async Task DownloadAsync(string sha256, Stream destination, CancellationToken cancellationToken)
    {
        try
        {
            using var call = catalog.DownloadPackage(new DownloadPackageRequest { Sha256 = sha256 }, cancellationToken: cancellationToken);
            while (await call.ResponseStream.MoveNext(cancellationToken)) await destination.WriteAsync(call.ResponseStream.Current.Chunk.Memory, cancellationToken);
        }
        catch (RpcException e)
        {
            throw Failure(e, $"code package {sha256}", cancellationToken);
        }
    }

    private static Exception Failure(RpcException e, string what, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return new OperationCanceledException(cancellationToken);
        return e.StatusCode == StatusCode.NotFound
            ? new PackageException($"There is no {what}.", e)
            : new PackageException($"The catalogue did not give {what}: {e.Status.Detail}", e) { StatusCode = ScfStatus.Internal };
    }
}
