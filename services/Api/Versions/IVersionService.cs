using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Versions;

/// <summary>Published versions. Methods throw <see cref="ScfException"/> for a refused request.</summary>
public interface IVersionService
{
    /// <summary>Freezes code and configuration of <c>$LATEST</c> as the next number; the version turns Active on its own.</summary>
    Task<FunctionDetails> PublishAsync(string @namespace, string function, string? description, CancellationToken cancellationToken);

    /// <summary>Versions with <c>$LATEST</c>.</summary>
    Task<Page<VersionSummary>> ListAsync(ListVersions query, CancellationToken cancellationToken);

    /// <summary>Deletes a published version that no alias uses; answers when no Dispatch serves it any more.</summary>
    Task DeleteAsync(string @namespace, string function, string version, CancellationToken cancellationToken);
}
