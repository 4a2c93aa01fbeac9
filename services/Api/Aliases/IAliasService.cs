using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Aliases;

/// <summary>
/// Aliases. Writes answer when every connected Dispatch routes by them. Methods throw <see cref="ScfException"/> for a refused request.
/// </summary>
public interface IAliasService
{
    Task<AliasDetails> CreateAsync(WriteAlias request, CancellationToken cancellationToken);

    Task<AliasDetails> GetAsync(string @namespace, string function, string name, CancellationToken cancellationToken);

    /// <param name="namespace">Namespace.</param>
    /// <param name="function">Function name.</param>
    /// <param name="version">Only aliases that touch this version; empty for all.</param>
    /// <param name="offset">Rows to skip.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<AliasDetails>> ListAsync(string @namespace, string function, string? version, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>Re-points an alias; a routing that the request does not name is removed, a description that it does not name is kept.</summary>
    Task<AliasDetails> UpdateAsync(WriteAlias request, CancellationToken cancellationToken);

    Task DeleteAsync(string @namespace, string function, string name, CancellationToken cancellationToken);
}
