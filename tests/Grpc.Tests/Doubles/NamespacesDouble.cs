using ScfAspire.Api.Functions;
using ScfAspire.Api.Namespaces;
using ScfAspire.Core.Errors;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Namespaces in memory.</summary>
public sealed class NamespacesDouble(TimeProvider time) : INamespaceService
{
    public SortedDictionary<string, NamespaceDetails> All { get; } = new(StringComparer.Ordinal)
    {
        ["default"] = new() { Name = "default", AddTime = time.GetUtcNow(), ModTime = time.GetUtcNow() },
    };

    public Task<NamespaceDetails> CreateAsync(CreateNamespace request, CancellationToken cancellationToken)
    {
        var details = new NamespaceDetails { Name = request.Name, Description = request.Description, AddTime = time.GetUtcNow(), ModTime = time.GetUtcNow() };
        if (!All.TryAdd(request.Name, details)) throw new ScfException(ScfErrorCode.ResourceInUseNamespace, $"Namespace {request.Name} exists already.");
        return Task.FromResult(details);
    }

    public Task<NamespaceDetails> GetAsync(string name, CancellationToken cancellationToken) =>
        All.TryGetValue(name, out var found) ? Task.FromResult(found) : throw new ScfException(ScfErrorCode.ResourceNotFoundNamespace, $"Namespace {name} is not found.");

    public Task<Page<NamespaceDetails>> ListAsync(ListNamespaces query, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<NamespaceDetails>([.. All.Values.Skip(query.Offset).Take(query.Limit)], All.Count));

    public async Task<NamespaceDetails> UpdateAsync(string name, string description, CancellationToken cancellationToken) =>
        All[name] = (await GetAsync(name, cancellationToken)) with { Description = description };

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        All.Remove(name) ? Task.CompletedTask : throw new ScfException(ScfErrorCode.ResourceNotFoundNamespace, $"Namespace {name} is not found.");
}
