using ScfAspire.Api.Functions;
using ScfAspire.Api.Versions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Versions of one function: only <c>$LATEST</c>, and every publication is number 1.</summary>
public sealed class VersionsDouble(FunctionsDouble functions, TimeProvider time) : IVersionService
{
    public async Task<FunctionDetails> PublishAsync(string @namespace, string function, string? description, CancellationToken cancellationToken) =>
        (await functions.GetAsync(@namespace, function, null, cancellationToken)) with { Version = "1", Qualifier = "1" };

    public Task<Page<VersionSummary>> ListAsync(ListVersions query, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<VersionSummary>([new("$LATEST", "", FunctionStatus.Active, time.GetUtcNow(), time.GetUtcNow())], 1));

    public Task DeleteAsync(string @namespace, string function, string version, CancellationToken cancellationToken) =>
        throw new ScfException(ScfErrorCode.UnsupportedAliasBind, "An alias uses the version.");
}
