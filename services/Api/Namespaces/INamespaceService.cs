using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Namespaces;

/// <summary>Namespaces; <c>default</c> exists from the start. Methods throw <see cref="ScfException"/> for a refused request.</summary>
public interface INamespaceService
{
    Task<NamespaceDetails> CreateAsync(CreateNamespace request, CancellationToken cancellationToken);

    Task<NamespaceDetails> GetAsync(string name, CancellationToken cancellationToken);

    Task<Page<NamespaceDetails>> ListAsync(ListNamespaces query, CancellationToken cancellationToken);

    Task<NamespaceDetails> UpdateAsync(string name, string description, CancellationToken cancellationToken);

    /// <summary>Deletes an empty namespace.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
