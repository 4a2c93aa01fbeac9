using ScfAspire.Api.Aliases;
using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Aliases of one function in memory.</summary>
public sealed class AliasesDouble(TimeProvider time) : IAliasService
{
    private readonly Dictionary<string, AliasDetails> _aliases = [];

    public Task<AliasDetails> CreateAsync(WriteAlias request, CancellationToken cancellationToken) => Task.FromResult(_aliases[request.Name] = Details(request));

    public Task<AliasDetails> GetAsync(string @namespace, string function, string name, CancellationToken cancellationToken) =>
        _aliases.TryGetValue(name, out var found) ? Task.FromResult(found) : throw new ScfException(ScfErrorCode.ResourceNotFoundAlias, $"Alias {name} is not found.");

    public Task<Page<AliasDetails>> ListAsync(string @namespace, string function, string? version, int offset, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<AliasDetails>([.. _aliases.Values.Skip(offset).Take(limit)], _aliases.Count));

    public Task<AliasDetails> UpdateAsync(WriteAlias request, CancellationToken cancellationToken) =>
        Task.FromResult(_aliases[request.Name] = Details(request) with { Description = request.Description ?? _aliases[request.Name].Description });

    public Task DeleteAsync(string @namespace, string function, string name, CancellationToken cancellationToken)
    {
        _aliases.Remove(name);
        return Task.CompletedTask;
    }

    private AliasDetails Details(WriteAlias request) => new(request.Name, request.Version, request.Routing, request.Description ?? "", time.GetUtcNow(), time.GetUtcNow());
}
